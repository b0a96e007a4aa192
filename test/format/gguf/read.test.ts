// The GGUF reader: descriptors from bytes, in bounded reads, with the types and values that were written.
import { describe, expect, it } from "vitest";
import { readGguf } from "../../../src/format/gguf/read.ts";
import { field, writeGguf } from "../../../src/format/gguf/write.ts";
import { bytesSource, readCounts } from "../../../src/format/source.ts";

describe("readGguf", () => {
  it("gives metadata and tensors", async () => {
    const bytes = writeGguf({
      metadata: [
        ["general.architecture", "llama"],
        ["llama.block_count", field("uint32", 2)],
      ],
      tensors: [{ name: "w", type: "F32", shape: [2, 3], data: new Uint8Array(24).fill(7) }],
    });
    const file = await readGguf(bytesSource(bytes));
    expect(file.metadata.get("general.architecture")).toBe("llama");
    expect(file.metadata.get("llama.block_count")).toBe(2);
    expect(file.tensors).toEqual([{ name: "w", type: "F32", shape: [2, 3], offset: file.dataOffset, bytes: 24 }]);
    expect(bytes.subarray(file.dataOffset, file.dataOffset + 24)).toEqual(new Uint8Array(24).fill(7));
  });

  it("reads 256 000 tokens, a gap at every read boundary included", async () => {
    const tokens = Array.from({ length: 256_000 }, (_, id) => `▁token${id}`);
    const bytes = writeGguf({ metadata: [["tokenizer.ggml.tokens", tokens]], tensors: [] });
    const counts = readCounts();
    const file = await readGguf(bytesSource(bytes), { counts });
    expect(file.metadata.get("tokenizer.ggml.tokens")).toEqual(tokens);
    expect(counts.reads).toBeLessThan(10);
    expect(counts.allocated).toBeLessThan(4 * bytes.length);
  });
});
