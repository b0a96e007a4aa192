// Turns a parsed GGUF file into a manifest. Pure: where the bytes are is the caller's answer, a chunk of the store or a place in a file.
import { OrielError } from "../base/errors.ts";
import type { ChunkRef, Digest, Manifest, TensorEntry } from "../base/manifest.ts";
import { getCount } from "../base/metadata.ts";
import { checkModel } from "../format/gguf/check.ts";
import type { GgufFile } from "../format/gguf/types.ts";
import { type Cut, cutFile, type Part } from "./cut.ts";
import { shortMetadata } from "./metadata.ts";

/** Stands in for a digest in the manifest of a file that is read in place: offsets then count from the beginning of the file. */
export const FILE_DIGEST: Digest = "file";

/** Where a part of a cut is: `cut` is the index of the cut, `offset` the part's first byte in it. */
export type Where = (part: Part, cut: number, offset: number) => ChunkRef;

/**
 * The manifest of a file cut into chunks.
 * @param cuts from {@link cutFile} of the same file
 * @throws OrielError `bad-model` for a file without tensors, or whose keys contradict each other (see `checkModel`),
 * `unsupported` for one part of a model that was split
 */
export function manifestOf(
  file: GgufFile,
  cuts: readonly Cut[],
  where: Where,
  source: Manifest["source"] = { kind: "file" },
): Manifest {
  checkIsModel(file);
  const header: ChunkRef[] = [];
  const tensors = file.tensors.map(({ name, type, shape }): TensorEntry => ({ name, type, shape, chunks: [] }));
  for (const [index, cut] of cuts.entries()) {
    let offset = 0;
    for (const part of cut.parts) {
      const refs = part.of === "header" ? header : tensors[part.of]!.chunks;
      refs.push(where(part, index, offset));
      offset += part.bytes;
    }
  }
  return { schema: 1, format: "gguf", metadata: shortMetadata(file.metadata), tensors, blobs: { header }, source };
}

/**
 * The manifest of a file that stays where it is: the same cuts as an import makes, with {@link FILE_DIGEST} for a digest.
 * @throws OrielError as {@link manifestOf}
 */
export function manifestOfFile(file: GgufFile): Manifest {
  return manifestOf(file, cutFile(file), ({ offset, bytes }) => ({ digest: FILE_DIGEST, offset, bytes }));
}

function checkIsModel(file: GgufFile): void {
  checkModel(file);
  if (file.tensors.length === 0) {
    throw new OrielError("bad-model", "Expected a model with tensors but found a file that has none", { tensors: 0 });
  }
  const parts = getCount(file.metadata, "split.count", 1);
  if (parts > 1) {
    const part = getCount(file.metadata, "split.no", 0) + 1;
    const message = `Expected a whole model but found part ${part} of ${parts}: merge the parts first`;
    throw new OrielError("unsupported", message, { part, parts });
  }
}
