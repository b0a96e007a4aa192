// Random tensor data of a quant type: valid blocks whose numbers have mean near 0 and a chosen deviation. It quantizes nothing:
// codes and scales of groups are random bits, only the half-float scales of a block are chosen.
import { numberToBf16, numberToF16 } from "../../src/base/half.ts";
import { QUANT_TYPES, type QuantType } from "../../src/format/quant-blocks.ts";
import { dequantize } from "../reference/dequantize.ts";
import type { Random } from "./random.ts";

/** Where a block has half floats, and what each is in multiples of the block's scale: the second one moves the mean to 0. */
const HALVES = {
  Q4_0: [[0, 1]],
  Q4_1: [
    [0, 1],
    [2, -7.5],
  ],
  Q5_0: [[0, 1]],
  Q5_1: [
    [0, 1],
    [2, -15.5],
  ],
  Q8_0: [[0, 1]],
  Q2_K: [
    [80, 1],
    [82, 1.5],
  ],
  Q3_K: [[108, 1]],
  Q4_K: [
    [0, 1],
    [2, 7.5],
  ],
  Q5_K: [
    [0, 1],
    [2, 15.5],
  ],
  Q6_K: [[208, 1]],
} as const satisfies Partial<Record<QuantType, readonly (readonly [number, number])[]>>;

/** Types that {@link randomBlocks} makes. */
export type MakeType = "F32" | "F16" | "BF16" | keyof typeof HALVES;

export const MAKE_TYPES = ["F32", "F16", "BF16", ...Object.keys(HALVES)] as MakeType[];

/** Stored bytes of `elements` random numbers with about this standard deviation. */
export function randomBlocks(
  type: MakeType,
  elements: number,
  deviation: number,
  random: Random,
): Uint8Array<ArrayBuffer> {
  if (type === "F32" || type === "F16" || type === "BF16") return floats(type, elements, deviation, random);
  const { blockSize, blockBytes } = QUANT_TYPES[type];
  if (elements % blockSize) throw new RangeError(`Expected a multiple of ${blockSize} elements but found ${elements}`);
  const bytes = random.bytes((elements / blockSize) * blockBytes);
  // Scales 1/2 to 1 of a block, in 64 steps, for numbers of the wanted deviation.
  const largest = (deviation * 1.3) / unitDeviation(type);
  const steps = Array.from({ length: 64 }, (_, i) => largest * (0.5 + i / 128));
  for (const [at, multiple] of HALVES[type]) {
    const halves = steps.map((scale) => numberToF16(scale * multiple));
    for (let block = 0; block < bytes.length; block += blockBytes) {
      const half = halves[(block / blockBytes) % 64]!;
      bytes[block + at] = half & 255;
      bytes[block + at + 1] = half >> 8;
    }
  }
  return bytes;
}

/** The deviation of a type's numbers when the scale of the block is 1 and all its other bits are random. */
function unitDeviation(type: keyof typeof HALVES): number {
  const known = DEVIATIONS.get(type);
  if (known !== undefined) return known;
  const { blockBytes } = QUANT_TYPES[type];
  let state = 1;
  const bytes = Uint8Array.from({ length: blockBytes * 64 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  const view = new DataView(bytes.buffer);
  for (const [at, multiple] of HALVES[type]) {
    for (let block = 0; block < bytes.length; block += blockBytes) {
      view.setUint16(block + at, numberToF16(multiple), true);
    }
  }
  const values = dequantize(type, bytes);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  DEVIATIONS.set(type, deviation);
  return deviation;
}

const DEVIATIONS = new Map<string, number>();

function floats(type: "F32" | "F16" | "BF16", elements: number, deviation: number, random: Random) {
  const values = Float32Array.from({ length: elements }, () => random.normal() * deviation);
  if (type === "F32") return new Uint8Array(values.buffer);
  return new Uint8Array(Uint16Array.from(values, type === "F16" ? numberToF16 : numberToBf16).buffer);
}
