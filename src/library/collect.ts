// Garbage collection: marks what the tags and their histories need, sweeps the rest. Call it under STORE_LOCK only: to it,
// the chunks of a running import look like garbage.
import { OrielError } from "../base/errors.ts";
import type { ChunkRef, Digest, Manifest } from "../base/manifest.ts";
import type { Store } from "../store/store.ts";

/**
 * Deletes every manifest, chunk and import record that no tag's history needs, in one transaction.
 * While the manifest of a tag cannot be read, what it needs is unknown, and no chunk is deleted.
 * @returns the digests of the chunks that were deleted
 */
export async function collect({ versions, chunks }: Store): Promise<Set<Digest>> {
  const live = new Set((await versions.tags()).flatMap((tag) => tag.history.map(({ digest }) => digest)));
  const needed = new Set<Digest>();
  let known = true;
  for (const digest of live) {
    const manifest = await versions.manifest(digest).catch((error) => {
      if (error instanceof OrielError && error.code === "corrupt") return undefined;
      throw error;
    });
    if (!manifest) known = false;
    for (const ref of manifest ? refsOf(manifest) : []) needed.add(ref.digest);
  }
  const garbage = {
    manifests: (await versions.digests()).filter((digest) => !live.has(digest)),
    chunks: known ? (await chunks.digests()).filter((digest) => !needed.has(digest)) : [],
    pulls: (await versions.pulls()).map(({ id }) => id),
  };
  await versions.sweep(garbage);
  return new Set(garbage.chunks);
}

/** Every range of every chunk that a manifest refers to. */
export function* refsOf(manifest: Manifest): Generator<ChunkRef> {
  for (const tensor of manifest.tensors) yield* tensor.chunks;
  for (const refs of Object.values(manifest.blobs)) yield* refs;
}

/** The size of every chunk that a manifest refers to; its ranges cover its chunks to the end. */
export function chunkSizes(manifest: Manifest): Map<Digest, number> {
  const sizes = new Map<Digest, number>();
  for (const { digest, offset, bytes } of refsOf(manifest)) {
    sizes.set(digest, Math.max(sizes.get(digest) ?? 0, offset + bytes));
  }
  return sizes;
}
