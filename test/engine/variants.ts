// Changes to made model files: other metadata, other tensor types and shapes, tensors more or fewer. What changes gets random data of its own.
import { readGguf } from "../../src/format/gguf/read.ts";
import { fieldsOf, type TensorSpec, type Writable, type WriteSpec, writeGguf } from "../../src/format/gguf/write.ts";
import { bytesSource } from "../../src/format/source.ts";
import { type MakeType, randomBlocks } from "../make/blocks.ts";
import { Random } from "../make/random.ts";

export interface Change {
  /** Another architecture, whose keys the file's own become. */
  arch?: string;
  /** Metadata keys to set; null removes one. */
  metadata?: Record<string, Writable | null>;
  /** A tensor's other type or shape; null removes it. */
  tensor?: (spec: TensorSpec) => { type?: MakeType; shape?: number[] } | null | undefined;
  /** A tensor's bytes, which may be changed in place. */
  data?: (name: string, data: Uint8Array) => void;
  /** Tensors of random data behind the others. */
  add?: { name: string; type: MakeType; shape: number[] }[];
}

/** A model file with changes. */
export async function changed(bytes: Uint8Array, change: Change): Promise<Uint8Array<ArrayBuffer>> {
  const file = await readGguf(bytesSource(bytes));
  const random = new Random(77);
  const made = (name: string, type: MakeType, shape: readonly number[]): WriteSpec["tensors"][number] => {
    const elements = shape.reduce((product, size) => product * size, 1);
    return { name, type, shape, data: randomBlocks(type, elements, 1 / Math.sqrt(shape.at(-1)!), random) };
  };
  const own = file.metadata.get("general.architecture");
  const metadata = new Map<string, Writable>(
    fieldsOf(file).map(([key, value]) => [(change.arch && key.replace(`${own}.`, `${change.arch}.`)) || key, value]),
  );
  if (change.arch) metadata.set("general.architecture", change.arch);
  for (const [key, value] of Object.entries(change.metadata ?? {})) {
    if (value === null) metadata.delete(key);
    else metadata.set(key, value);
  }
  const kept = file.tensors.flatMap(({ name, type, shape, offset, bytes: length }): WriteSpec["tensors"] => {
    const other = change.tensor?.({ name, type, shape });
    if (other === null) return [];
    if (other) return [made(name, other.type ?? (type as MakeType), other.shape ?? shape)];
    return [{ name, type, shape, data: bytes.slice(offset, offset + length) }];
  });
  const tensors = [...kept, ...(change.add ?? []).map(({ name, type, shape }) => made(name, type, shape))];
  for (const { name, data } of tensors) change.data?.(name, data);
  return writeGguf({ metadata, tensors });
}
