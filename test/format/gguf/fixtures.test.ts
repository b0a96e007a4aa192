// The GGUF reader on files that others wrote: every model and vocabulary of the fixtures, and each comes out of the writer as it went in.
import { describe, expect, it } from "vitest";
import { checkModel } from "../../../src/format/gguf/check.ts";
import { readGguf } from "../../../src/format/gguf/read.ts";
import { fieldsOf, writeGguf } from "../../../src/format/gguf/write.ts";
import { QUANT_TYPES, type QuantType } from "../../../src/format/quant-blocks.ts";
import { bytesSource } from "../../../src/format/source.ts";
import { fixtureBytes, fixtureJson, fixtureNames, hasFixtures } from "../../make/fixtures.ts";

const files = ["models", "archs/models", "vocab"].flatMap((folder) =>
  fixtureNames(folder, ".gguf").map((name) => [folder, name] as const),
);

describe.skipIf(!hasFixtures)("fixtures", () => {
  it.each(files)("%s/%s is read, checked and written again", async (folder, name) => {
    const bytes = fixtureBytes(folder, name);
    const file = await readGguf(bytesSource(bytes));
    checkModel(file);
    const { alignment, version } = file;
    const tensors = file.tensors.map((tensor) => ({
      ...tensor,
      data: bytes.subarray(tensor.offset, tensor.offset + tensor.bytes),
    }));
    const again = writeGguf({ metadata: fieldsOf(file), tensors, alignment, version });
    expect(Buffer.compare(again.subarray(0, bytes.length), bytes)).toBe(0);
  });

  it("has the block sizes that ggml reports", () => {
    const index =
      fixtureJson<Record<string, { ggml_type: number; block_elems: number; block_bytes: number }>>(
        "dequant/index.json",
      );
    for (const [name, { ggml_type, block_elems, block_bytes }] of Object.entries(index)) {
      expect(QUANT_TYPES[name as QuantType]).toEqual({
        id: ggml_type,
        blockSize: block_elems,
        blockBytes: block_bytes,
      });
    }
  });
});
