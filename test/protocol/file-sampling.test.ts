// Sampling defaults in a file's metadata.
import { expect, it } from "vitest";
import { fileSampling } from "../../src/protocol/file-sampling.ts";

const read = (values: Record<string, unknown>) =>
  fileSampling(new Map(Object.entries(values).map(([key, value]) => [`general.sampling.${key}`, value])));

it("reads llama.cpp's keys under the API's names", () => {
  const all = { temp: 0, top_k: 20, top_p: 0.5, min_p: 0.1, penalty_repeat: 1.25, penalty_last_n: 32 };
  expect(read(all)).toEqual({
    temperature: 0,
    top_k: 20,
    top_p: 0.5,
    min_p: 0.1,
    repetition_penalty: 1.25,
    penalty_last_n: 32,
  });
  expect(read({})).toEqual({});
  expect(read({ mirostat: 2, mirostat_tau: 5, xtc_probability: 0.5, sequence: "temp;top_k" })).toEqual({});
});

it.each<[string, unknown, object]>([
  ["temp", 5, { temperature: 2 }],
  ["temp", -1, { temperature: 0 }],
  ["top_k", -1, { top_k: 0 }],
  ["top_k", 19.75, { top_k: 20 }],
  ["top_k", 2n ** 60n, { top_k: 2 ** 32 - 1 }],
  ["top_p", 1.5, { top_p: 1 }],
  ["min_p", -0.5, { min_p: 0 }],
  ["penalty_repeat", 100, { repetition_penalty: 10 }],
  ["penalty_last_n", 0, { penalty_last_n: 0 }],
  ["penalty_last_n", -1, { penalty_last_n: 2 ** 32 - 1 }],
])("takes the nearest legal value: %s %s", (key, value, expected) => {
  expect(read({ [key]: value })).toEqual(expected);
});

it.each<[string, unknown]>([
  ["top_p", 0],
  ["penalty_repeat", 0],
  ["penalty_repeat", -1],
  ["temp", Number.NaN],
  ["temp", Number.POSITIVE_INFINITY],
  ["temp", "0.5"],
  ["top_k", true],
])("passes over what has no nearest value: %s %s", (key, value) => {
  expect(read({ [key]: value })).toEqual({});
});
