// One table of sampling parameters for the API, the command line and the apps.
import { describe, expect, it } from "vitest";
import { validateCompletion } from "../../src/api/validate.ts";
import { parameters } from "../../src/apps/chat/sampling.ts";
import { SAMPLING, type SamplingName } from "../../src/base/sampling.ts";
import { generateOptions } from "../../src/cli/generate-options.ts";
import { samplingOf } from "../../src/protocol/sampling.ts";

it("fills in what is not given", () => {
  expect(samplingOf({ top_k: 0 }, 7)).toEqual({
    temperature: 0.8,
    topK: 0,
    topP: 0.95,
    minP: 0.05,
    repetitionPenalty: 1,
    frequencyPenalty: 0,
    presencePenalty: 0,
    penaltyLastN: 64,
    seed: 7,
  });
});

it("takes what is given, then what the file asks for, then the default", () => {
  const file = { temperature: 0, top_k: 5, top_p: 0.5, min_p: 0.2, repetition_penalty: 1.5, penalty_last_n: 9 };
  expect(samplingOf({ temperature: 1, frequency_penalty: 2 }, 7, file)).toEqual({
    temperature: 1,
    topK: 5,
    topP: 0.5,
    minP: 0.2,
    repetitionPenalty: 1.5,
    frequencyPenalty: 2,
    presencePenalty: 0,
    penaltyLastN: 9,
    seed: 7,
  });
  expect(samplingOf({}, 7, file).temperature).toBe(0);
});

describe.each(Object.keys(SAMPLING) as SamplingName[])("%s", (name) => {
  const { min, max } = SAMPLING[name];
  const ask = (value: number) => validateCompletion({ model: "m", prompt: "p", [name]: value }, () => 0);

  it("has the same range in the API and in the settings", () => {
    expect(() => ask(max)).not.toThrow();
    expect(() => ask(max + 1)).toThrow(expect.objectContaining({ code: "bad-request" }));
    expect(() => ask(min - 1)).toThrow(expect.objectContaining({ code: "bad-request" }));
    expect(parameters.find(({ key }) => key === name)).toMatchObject(SAMPLING[name]);
  });
});

it("has the API's temperatures on the command line", () => {
  const options = (temperature: number) =>
    generateOptions(["--model", "m", "--prompt", "p", "--temperature", `${temperature}`]);
  expect(options(SAMPLING.temperature.max).temperature).toBe(2);
  expect(() => options(2.1)).toThrow("Expected --temperature from 0 to 2 but found 2.1");
});
