// What keys of a file mean for the architectures that read them: windows, rotation, scales, residuals.
import { expect, test } from "vitest";
import { NO_WINDOW, readHyperparameters } from "../../src/model/hyperparameters.ts";

/** Hyperparameters of a made up header. */
function headerOf(arch: string, keys: Record<string, unknown> = {}) {
  const entries = { embedding_length: 256, "attention.head_count": 4, block_count: 4, feed_forward_length: 512 };
  const norms = { "attention.layer_norm_epsilon": 1e-5, "attention.layer_norm_rms_epsilon": 1e-5 };
  const all = Object.entries({ ...entries, ...norms, context_length: 256, ...keys });
  return readHyperparameters(
    new Map<string, unknown>([
      ["general.architecture", arch],
      ...all.map(([key, value]) => [`${arch}.${key}`, value] as const),
    ]),
  );
}

const windowed = (arch: string, keys: Record<string, unknown>) =>
  headerOf(arch, keys).attention.map(({ window }) => (window === NO_WINDOW ? 0 : window));

test("layers with a window are those that the file lists, or all but the last of a group", () => {
  expect(windowed("gemma2", {})).toEqual([4096, 0, 4096, 0]);
  expect(windowed("olmo2", {})).toEqual([0, 0, 0, 0]);
  const olmo2 = { "attention.sliding_window": 32 };
  expect(windowed("olmo2", olmo2)).toEqual([32, 32, 32, 0]);
  expect(windowed("olmo2", { ...olmo2, "attention.sliding_window_pattern": 3 })).toEqual([32, 32, 0, 32]);
  expect(windowed("olmo2", { ...olmo2, "attention.sliding_window_pattern": 0 })).toEqual([32, 32, 32, 32]);
  const flags = [true, false, false, true];
  expect(windowed("olmo2", { ...olmo2, "attention.sliding_window_pattern": flags })).toEqual([32, 0, 0, 32]);
  const numbers = Uint32Array.of(0, 1, 0, 0, 1);
  expect(windowed("olmo2", { ...olmo2, "attention.sliding_window_pattern": numbers })).toEqual([0, 32, 0, 0]);
  expect(windowed("llama", olmo2)).toEqual([0, 0, 0, 0]);
});

test.each([
  ["attention.sliding_window_pattern", [true], "bad-model", /each of 4 layers in .*pattern but found 1/],
  ["attention.sliding_window_pattern", ["a", "b", "c", "d"], "bad-model", /each of 4 layers/],
  ["rope.freq_base_swa", 5000, "unsupported", /freq_base_swa 10000 but found 5000/],
])("windows that gemma2 does not have: %s %j", (key, value, code, message) => {
  expect(() => headerOf("gemma2", { [key]: value })).toThrow(message);
  expect(() => headerOf("gemma2", { [key]: value })).toThrow(expect.objectContaining({ code }));
});

test("layers are rotated by their kind", () => {
  const ropes = (arch: string, keys: Record<string, unknown> = {}) => {
    const { attention, ropes } = headerOf(arch, keys);
    return attention.map(({ rope }) => (rope === undefined ? undefined : ropes[rope]));
  };
  const scaling = { type: "linear", factor: 8 };
  const keys = { "rope.freq_base": 5000, "rope.scaling.factor": 8, "attention.sliding_window": 32 };
  const none = { type: "none" };
  const [full, plain] = [
    { base: 5000, scaling },
    { base: 5000, scaling: none },
  ];
  expect(ropes("olmo2", keys)).toEqual([plain, plain, plain, full]);
  expect(ropes("gemma3", keys)).toEqual(Array(4).fill({ base: 10000, scaling: none }));
  expect(ropes("smollm3", keys)).toEqual([full, full, full, undefined]);
  expect(ropes("gpt2", keys)).toEqual(Array(4).fill(undefined));
});

test("sections of rotated dimensions pair halves in glm4 alone", () => {
  const pairs = (arch: string, sections: number[]) =>
    headerOf(arch, { "rope.dimension_sections": Int32Array.from(sections) }).neox;
  expect(headerOf("glm4").neox).toBe(false);
  expect(pairs("glm4", [8, 12, 12, 0])).toBe(true);
  expect(pairs("glm4", [32, 0, 0, 0])).toBe(false);
  expect(pairs("llama", [8, 12, 12, 0])).toBe(false);
  expect(() => pairs("glm4", [8, 8, 8, 8])).toThrow(/first three cover 32 pairs but found 8, 8 and 8/);
});

test("keys of other architectures do not count", () => {
  const junk = {
    logit_scale: 0.5,
    attn_logit_softcapping: 50,
    final_logit_softcapping: 30,
    use_parallel_residual: true,
  };
  expect(headerOf("llama", junk)).toMatchObject({ logitScale: 1, attentionCap: 0, finalCap: 0, parallel: false });
  expect(headerOf("phi2", { ...junk, use_parallel_residual: false })).toMatchObject({ parallel: true, logitScale: 1 });
  expect(headerOf("command-r", junk)).toMatchObject({ logitScale: 0.5, finalCap: 0, parallel: true });
  expect(headerOf("command-r", { logit_scale: 0 })).toMatchObject({ logitScale: 1 });
  expect(headerOf("gptneox", junk)).toMatchObject({ parallel: true });
  expect(headerOf("gptneox", { use_parallel_residual: false })).toMatchObject({ parallel: false });
  expect(() => headerOf("gptneox")).toThrow(/use_parallel_residual/);
});
