// What a list of models shows of each: computed from its manifest, and from what the other tags need.
import { type Digest, type Json, type Manifest, mainType } from "../base/manifest.ts";
import { builtInTools, TOOLS_KEY } from "../protocol/built-in-tools.ts";
import type { ModelEntry } from "../protocol/library.ts";
import type { TagRecord } from "../store/schema.ts";
import { chunkSizes } from "./collect.ts";
import { hasKey } from "./metadata.ts";

/** What is known of the versions: a manifest, or null where it cannot be read. */
export type Manifests = ReadonlyMap<Digest, Manifest | null>;

/**
 * One entry per tag. A tag whose manifest cannot be read is listed with the architecture `unreadable` and without sizes.
 * @param manifests of every version in the history of every tag
 */
export function entriesOf(tags: readonly TagRecord[], manifests: Manifests): ModelEntry[] {
  const sizesOf = new Map<Digest, ReadonlyMap<Digest, number>>();
  for (const [digest, manifest] of manifests) sizesOf.set(digest, manifest ? chunkSizes(manifest) : new Map());
  const needs = tags.map((tag) => new Map(tag.history.flatMap(({ digest }) => [...(sizesOf.get(digest) ?? [])])));
  const users = new Map<Digest, number>();
  for (const chunks of needs) for (const digest of chunks.keys()) users.set(digest, (users.get(digest) ?? 0) + 1);

  return tags.map((tag, index) => {
    const manifest = manifests.get(tag.digest) ?? null;
    const alone = [...needs[index]!].filter(([digest]) => users.get(digest) === 1);
    const { at, from } = tag.history.findLast(({ digest }) => digest === tag.digest)!;
    const source = manifest?.source ?? { kind: "file" };
    const uri = source.uri ?? from;
    return {
      ref: tag.ref,
      digest: tag.digest,
      bytes: sum(sizesOf.get(tag.digest)?.values() ?? []),
      frees: sum(alone.map(([, bytes]) => bytes)),
      ...(manifest ? summaryOf(manifest) : UNREADABLE),
      source: uri === undefined ? { kind: source.kind } : { kind: source.kind, uri },
      importedAt: at,
    };
  });
}

type Summary = Pick<
  ModelEntry,
  "arch" | "name" | "quantization" | "contextLength" | "parameters" | "hasChatTemplate" | "builtInTools" | "license"
>;

const UNREADABLE: Summary = {
  arch: "unreadable",
  name: null,
  quantization: "",
  contextLength: null,
  parameters: 0,
  hasChatTemplate: false,
  builtInTools: [],
  license: null,
};

function summaryOf({ metadata, tensors }: Manifest): Summary {
  const arch = textOf(metadata["general.architecture"]) ?? "";
  const contextLength = metadata[`${arch}.context_length`];
  return {
    arch,
    name: textOf(metadata["general.name"]),
    quantization: mainType(tensors),
    contextLength: typeof contextLength === "number" ? contextLength : null,
    parameters: sum(tensors.map(({ shape }) => shape.reduce((product, size) => product * size, 1))),
    hasChatTemplate: hasKey(metadata, "tokenizer.chat_template"),
    builtInTools: toolsOf(metadata[TOOLS_KEY]),
    license: textOf(metadata["general.license"]),
  };
}

/** A list shows what can be read; loading the model says what is wrong. */
function toolsOf(value: Json | undefined): string[] {
  try {
    return builtInTools(value);
  } catch {
    return [];
  }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
