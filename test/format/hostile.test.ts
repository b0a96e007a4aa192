// Malformed files: each ends in one named error with the numbers, in few reads and little memory; and so does a small heap that meets them all.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { describe, expect, it } from "vitest";
import { OrielError } from "../../src/base/errors.ts";
import { checkModel } from "../../src/format/gguf/check.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource, readCounts } from "../../src/format/source.ts";
import { hostileFiles, loadableFiles } from "../make/hostile.ts";
import { makeModel } from "../make/model.ts";
import { Random } from "../make/random.ts";
import { ENDLESS, endless } from "./endless.ts";

const seeds = [1, 2, 3];

/** Reads and checks, and gives the error it ends in, or undefined. */
async function errorOf(bytes: Uint8Array, counts = readCounts()): Promise<unknown> {
  try {
    checkModel(await readGguf(bytesSource(bytes), { counts }));
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("a malformed file", () => {
  it("is refused with what was expected and found", async () => {
    const error = await errorOf(new TextEncoder().encode("FUGG\x03\0\0\0"));
    expect(error).toMatchObject({
      code: "bad-model",
      message: 'Expected a file that begins with "GGUF" but found "FUGG"',
    });
  });

  it.each(hostileFiles().map(({ name }, index) => [name, index] as const))("%s", async (_, index) => {
    for (const seed of seeds) {
      const { bytes, expectCode } = hostileFiles(seed)[index]!;
      const counts = readCounts();
      const error = await errorOf(bytes, counts);
      expect(error).toBeInstanceOf(OrielError);
      const { code, message, data } = error as OrielError;
      expect({ code, message }).toMatchObject({
        code: expectCode,
        message: expect.stringMatching(/^Expected .* but found /s),
      });
      expect(message.length).toBeLessThan(1000);
      expect(JSON.stringify(data).length).toBeGreaterThan(2);
      expect(counts.reads).toBeLessThanOrEqual(2);
      expect(counts.buffered).toBeLessThanOrEqual(2 * bytes.length);
      expect(counts.kept).toBeLessThanOrEqual(16 * bytes.length + 1024);
    }
  });

  it("has llama.cpp's 26 refused kinds among them", () => {
    const kinds = hostileFiles().filter(({ name }) => /^(header|keys|tensors|data): /.test(name));
    expect(kinds).toHaveLength(26);
  });
});

describe("an odd but whole file", () => {
  it.each(loadableFiles().map(({ name }, index) => [name, index] as const))("%s", async (_, index) => {
    for (const seed of seeds) {
      const { bytes, headerOnly } = loadableFiles(seed)[index]!;
      const file = await readGguf(bytesSource(bytes), { headerOnly });
      for (const { shape, bytes: size } of file.tensors) expect(size === 0).toBe(shape.includes(0));
      if (headerOnly) await expect(readGguf(bytesSource(bytes))).rejects.toMatchObject({ code: "bad-model" });
    }
  });
});

describe("a mutated file", () => {
  const whole = makeModel({ type: "Q4_0", layers: 1, dim: 64, ff: 64, heads: 2, kvHeads: 1, vocab: 261 });
  const header = 8192;

  it.each(Array.from({ length: 300 }, (_, seed) => seed))("seed %i is read or refused by name", async (seed) => {
    const random = new Random(seed);
    const bytes = whole.slice(0, seed % 3 === 0 ? 1 + random.below(whole.length) : whole.length);
    const view = new DataView(bytes.buffer);
    for (let change = 0; change <= random.below(4); change++) {
      const at = random.below(Math.min(header, Math.max(1, bytes.length - 8)));
      if (random.below(2)) bytes[at] = random.next();
      else if (bytes.length > 8)
        view.setBigUint64(at, [0n, 1n, 1n << 31n, 1n << 53n, (1n << 64n) - 1n][random.below(5)]!, true);
    }
    const counts = readCounts();
    const error = await errorOf(bytes, counts);
    if (error !== undefined) {
      expect(error).toBeInstanceOf(OrielError);
      expect(["bad-model", "unsupported"]).toContain((error as OrielError).code);
    }
    expect(counts.buffered).toBeLessThan(4 * bytes.length + 1024);
    expect(counts.kept).toBeLessThan(8 * bytes.length + 4096);
  });
});

describe("a file of a terabyte that is all header", () => {
  it.each(ENDLESS)("of %s stops at a bound", async (kind) => {
    const counts = readCounts();
    await expect(readGguf(endless(kind), { counts })).rejects.toMatchObject({ code: "unsupported" });
    expect(counts.bytesRead).toBeLessThanOrEqual(128 * 2 ** 20);
    expect(counts.kept).toBeLessThanOrEqual(64 * 2 ** 20);
  });
});

describe("a heap of 96 MB", () => {
  it("survives every case", async () => {
    const folder = await mkdtemp(join(tmpdir(), "oriel-"));
    try {
      const entry = join(import.meta.dirname, "hostile-child.ts");
      await build({
        configFile: false,
        logLevel: "error",
        build: { ssr: entry, outDir: folder, rolldownOptions: { output: { entryFileNames: "child.mjs" } } },
      });
      const child = await promisify(execFile)(process.execPath, ["--max-old-space-size=96", join(folder, "child.mjs")]);
      const { codes } = JSON.parse(child.stdout) as { codes: string[] };
      expect(codes.filter((code) => code !== "bad-model" && code !== "unsupported")).toEqual([]);
      expect(codes).toHaveLength(hostileFiles().length + ENDLESS.length);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
