// The `generate` tool as a user runs it: exit codes, what goes to stdout, and numbers against the f64 forward pass.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest";
import { generateOptions } from "../../src/cli/generate-options.ts";
import { main } from "../../src/cli/main.ts";
import { createTokenizer } from "../../src/tokenizer/tokenizer.ts";
import { findLavapipe, findSwiftShader, vulkanEnvironment } from "../../tools/vulkan.mjs";
import { changed } from "../engine/variants.ts";
import { makeModel } from "../make/model.ts";
import { nmse, type ReferenceModel, referenceModel } from "../make/reference-model.ts";
import { ROOT } from "../setup/sources.ts";

const hasAdapter = Boolean(findLavapipe() ?? findSwiftShader());
if (!hasAdapter) {
  if (process.env.CI) throw new Error("Expected a Vulkan driver under CI but found none");
  console.warn("No software Vulkan driver: the runs of generate are skipped; npm run setup installs one");
}

let folder: string;
let model: string;
let reference: ReferenceModel;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "oriel-"));
  model = join(folder, "m.gguf");
  const bytes = makeModel({ type: "Q8_0", layers: 1, dim: 64, ff: 96, heads: 4, kvHeads: 2 });
  await writeFile(model, bytes);
  await writeFile(
    join(folder, "wordless.gguf"),
    await changed(bytes, { metadata: { "tokenizer.ggml.model": "morse" } }),
  );
  await writeFile(join(folder, "cut.gguf"), bytes.subarray(0, bytes.length - 1000));
  reference = await referenceModel(bytes);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the tool in a process of its own. */
function generate(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ["tools/run-ts.mjs", "src/cli.ts", "generate", "--model", model, ...args],
      { cwd: ROOT, env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

/** Runs the tool in this process, as far as it comes without a device. */
async function failing(...argv: string[]): Promise<{ code: number; stderr: string }> {
  const said: string[] = [];
  const error = vi.spyOn(console, "error").mockImplementation((...parts) => void said.push(parts.join(" ")));
  const code = await main(["generate", ...argv]);
  error.mockRestore();
  return { code, stderr: said.join("\n") };
}

describe.skipIf(!hasAdapter)("generate", () => {
  it("prints one JSON object; ids, logits and perplexity are the reference's", async () => {
    const text = join(folder, "text.txt");
    await writeFile(text, "the end and the inn");
    const out = join(folder, "out.f32");
    const { code, stdout, stderr } = await generate([
      "--ids",
      "300,5,7",
      "--max-tokens",
      "6",
      "--kv",
      "f32",
      "--tier",
      "base",
      "--json",
      "--logits",
      out,
      "--perplexity",
      text,
    ]);
    expect(code, stderr).toBe(0);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer).sort()).toEqual([
      "adapter",
      "arch",
      "finish_reason",
      "ids",
      "model",
      "perplexity",
      "prompt_ids",
      "text",
      "tier",
      "timings",
    ]);
    expect(Object.keys(answer.timings).sort()).toEqual([
      "decode_ms",
      "decode_tokens",
      "load_ms",
      "prefill_ms",
      "prefill_tokens",
    ]);
    expect(answer).toMatchObject({ model, arch: "llama", tier: "base", prompt_ids: [300, 5, 7] });
    expect(answer.timings).toMatchObject({ prefill_tokens: 3, decode_tokens: answer.ids.length });
    expect(typeof answer.text).toBe("string");

    const rows = reference.logits([300, 5, 7, ...answer.ids]);
    for (const [step, id] of answer.ids.entries()) {
      expect(rows[2 + step]![id]!, `step ${step}`).toBeGreaterThan(Math.max(...rows[2 + step]!) - 0.05);
    }
    const logits = new Float32Array(new Uint8Array(await readFile(out)).buffer);
    expect(logits).toHaveLength(320);
    expect(nmse(logits, rows[2]!)).toBeLessThanOrEqual(1e-7);

    const ids = createTokenizer(reference.metadata).encode("the end and the inn");
    const all = reference.logits(ids);
    let loss = 0;
    for (let at = 1; at < ids.length; at++) {
      const row = all[at - 1]!;
      loss += Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[ids[at]!]!;
    }
    expect(answer.perplexity / Math.exp(loss / (ids.length - 1))).toBeCloseTo(1, 4);
  });

  it("prints the answer alone to stdout, and the rest to stderr", async () => {
    const args = ["--prompt", "the end", "--max-tokens", "4"];
    const plain = await generate(args);
    expect(plain.code, plain.stderr).toBe(0);
    expect(plain.stderr).toMatch(/llama on .*, tier (f16|f32|base), loaded in \d+ ms/);
    const { stdout } = await generate([...args, "--json"]);
    const answer = JSON.parse(stdout);
    expect(answer).not.toHaveProperty("perplexity");
    expect(answer.finish_reason).toBe("length");
    expect(answer.prompt_ids).toEqual([...createTokenizer(reference.metadata).encode("the end")]);
    expect(plain.stdout).toBe(`${answer.text}\n`);
  });

  it("runs a file of an unknown tokenizer on ids; its text is null", async () => {
    const wordless = ["--model", join(folder, "wordless.gguf"), "--max-tokens", "2"];
    const { code, stdout } = await generate([...wordless, "--ids", "300", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ prompt_ids: [300], text: null });
    const text = await generate([...wordless, "--prompt", "the"]);
    expect(text).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^unsupported: .*morse/m) });
  });

  test.skipIf(!findLavapipe())("--tier f16 is what ran", async () => {
    const { stdout } = await generate(["--ids", "1", "--max-tokens", "1", "--tier", "f16", "--json"], {
      VK_ICD_FILENAMES: findLavapipe()!,
    });
    expect(JSON.parse(stdout).tier).toBe("f16");
  });

  test.skipIf(!findSwiftShader())("a tier that the adapter lacks is an error, not another tier", async () => {
    const env = { ...vulkanEnvironment(process.env), VK_ICD_FILENAMES: findSwiftShader()! } as Record<string, string>;
    const { code, stdout, stderr } = await generate(["--ids", "1", "--tier", "f16"], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^unsupported: .*shader-f16 for tier f16/m);
  });

  it("ends in 1 where the logits cannot be written", async () => {
    const { code, stderr } = await generate(["--ids", "1", "--max-tokens", "0", "--logits", join(folder, "no/out")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^not-found: .*ENOENT/m);
  });
});

it("without an adapter ends in 3 and says what to install", async () => {
  const { code, stdout, stderr } = await generate(["--ids", "1"], { VK_ICD_FILENAMES: "/none" });
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^no-webgpu: /m);
  expect(stderr).toContain("npm run setup");
});

describe("ends in 1 with the error's code for", () => {
  it("a file that is missing, cut short, or no model", async () => {
    const code = 1;
    const ids = ["--ids", "1"];
    expect(await failing("--model", join(folder, "none"), ...ids)).toMatchObject({
      code,
      stderr: expect.stringMatching(/^not-found: .*ENOENT/),
    });
    expect(await failing("--model", join(folder, "cut.gguf"), ...ids)).toMatchObject({
      code,
      stderr: expect.stringMatching(/^bad-model: /),
    });
    await writeFile(join(folder, "text"), "no model at all, but some text");
    expect(await failing("--model", join(folder, "text"), ...ids)).toMatchObject({
      code,
      stderr: expect.stringMatching(/^bad-model: /),
    });
  });

  it("int8 activations", async () => {
    const { code, stderr } = await failing("--model", model, "--ids", "1", "--act", "i8");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^unsupported: .*--act f but found i8/),
    });
  });
});

describe("ends in 2 for", () => {
  it.each([
    [["--ids", "1"], /--model/],
    [["--model", "m"], /--prompt, --ids or --perplexity/],
    [["--model", "m", "--prompt", "a", "--ids", "1"], /found both/],
    [["--model", "m", "--prompt", "a", "--speed", "9"], /--speed/],
    [["--model", "m", "--prompt", "a", "more"], /more/],
    [["--model", "m", "--ids", "1,,2"], /--ids/],
    [["--model", "m", "--ids", "-1"], /--ids/],
    [["--model", "m", "--ids", ""], /--ids/],
    [["--model", "m", "--ids", "1", "--chat"], /--chat/],
    [["--model", "m", "--perplexity", "t", "--logits", "o"], /--logits/],
    [["--model", "m", "--ids", "1", "--max-tokens", "1.5"], /--max-tokens/],
    [["--model", "m", "--ids", "1", "--max-tokens="], /--max-tokens/],
    [["--model", "m", "--ids", "1", "--temperature", "hot"], /--temperature from 0 to 2 but found hot/],
    [["--model", "m", "--ids", "1", "--seed", "4294967296"], /--seed/],
    [["--model", "m", "--ids", "1", "--tier", "f64"], /auto\|base\|f32\|f16 but found f64/],
    [["--model", "m", "--ids", "1", "--kv", "q8"], /--kv/],
    [["--model", "m", "--ids", "1", "--act", "i4"], /--act/],
  ])("%j, and shows the usage", async (argv, message) => {
    const { code, stderr } = await failing(...argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("Usage: npm run --silent generate -- --model FILE.gguf");
  });

  it("an unknown tool", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const tool of ["", "constructor"]) expect(await main([tool])).toBe(2);
    error.mockRestore();
  });
});

test("every option is read; the defaults are greedy, the best tier, half-float keys and values", () => {
  const defaults = { maxTokens: 128, temperature: 0, seed: 0, tier: "auto", kv: "f16", chat: false, json: false };
  expect(generateOptions(["--model", "m", "--ids", "7,8"])).toEqual({ model: "m", ids: [7, 8], ...defaults });
  const line =
    "--model m --prompt x --max-tokens 0 --temperature 0.7 --seed 4294967295 --tier base --kv f32 --act f --chat --json --logits o --perplexity t";
  expect(generateOptions(line.split(" "))).toEqual({
    model: "m",
    prompt: "x",
    maxTokens: 0,
    temperature: 0.7,
    seed: 4294967295,
    tier: "base",
    kv: "f32",
    chat: true,
    json: true,
    logits: "o",
    perplexity: "t",
  });
});
