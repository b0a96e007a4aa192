// Random tensor data of a quant type: valid blocks whose numbers have mean near 0 and a chosen deviation. It quantizes nothing:
// codes and scales of groups are random bits, only the scales of a block are chosen.
import { numberToBf16, numberToF16 } from "../../src/base/half.ts";
import { QUANT_TYPES, type QuantType } from "../../src/format/quant-blocks.ts";
import { dequantize } from "../reference/dequantize.ts";
import type { Random } from "./random.ts";

/** A scale of a block: where it is, what it is in multiples of the block's scale, and how it is written. */
interface Scale {
  at: number;
  multiple: number;
  bytes: 1 | 2;
  /** Takes 4 bits of two bytes each for one of its bytes: the upper ones of every second byte. */
  scattered?: true;
  encode(value: number): number;
}

const half = (at: number, multiple = 1): Scale => ({ at, multiple, bytes: 2, encode: numberToF16 });
/** The power of 2 next to the number, doubled as the table of values is. */
const power = (at: number): Scale => ({
  at,
  multiple: 1,
  bytes: 1,
  encode: (value) => Math.round(Math.log2(value)) + 128,
});
/** Twice the number in unsigned E4M3. */
const e4m3 = (at: number, multiple: number): Scale => ({
  at,
  multiple,
  bytes: 1,
  encode: (value) => {
    const exponent = Math.max(Math.floor(Math.log2(2 * value)), -6);
    const eighths = Math.round((16 * value) / 2 ** exponent);
    return Math.min((exponent + 6) * 8 + eighths, 126);
  },
});

/** A half float in the upper 4 bits of every second byte. */
const scattered = (at: number): Scale => ({ ...half(at), scattered: true });

/** The scales of a block; a second half float moves the mean to 0. */
const SCALES = {
  Q4_0: [half(0)],
  Q4_1: [half(0), half(2, -7.5)],
  Q5_0: [half(0)],
  Q5_1: [half(0), half(2, -15.5)],
  Q8_0: [half(0)],
  Q2_K: [half(80), half(82, 1.5)],
  Q3_K: [half(108)],
  Q4_K: [half(0), half(2, 7.5)],
  Q5_K: [half(0), half(2, 15.5)],
  Q6_K: [half(208)],
  IQ4_NL: [half(0)],
  IQ4_XS: [half(0)],
  MXFP4: [power(0)],
  NVFP4: [e4m3(0, 1), e4m3(1, 0.8), e4m3(2, 1.2), e4m3(3, 0.6)],
  TQ1_0: [half(52)],
  TQ2_0: [half(64)],
  Q1_0: [half(0)],
  Q2_0: [half(0)],
  IQ1_S: [half(0)],
  IQ1_M: [scattered(49)],
  IQ2_XXS: [half(0)],
  IQ2_XS: [half(0)],
  IQ2_S: [half(0)],
  IQ3_XXS: [half(0)],
  IQ3_S: [half(0)],
} satisfies Partial<Record<QuantType, readonly Scale[]>>;

/** Types whose codes of 2 bits, here at least, are 0, 1 and 2 for -1, 0 and 1, so that their mean is 0. */
const TERNARY: readonly string[] = ["TQ2_0", "Q2_0"];

/** Types that {@link randomBlocks} makes. */
export type MakeType = "F32" | "F16" | "BF16" | keyof typeof SCALES;

export const MAKE_TYPES = ["F32", "F16", "BF16", ...Object.keys(SCALES)] as MakeType[];

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
  dropThrees(type, bytes);
  // Scales 1/2 to 1 of a block, in 64 steps, for numbers of the wanted deviation.
  const largest = (deviation * 1.3) / unitDeviation(type);
  const steps = Array.from({ length: 64 }, (_, i) => largest * (0.5 + i / 128));
  writeScales(type, bytes, steps);
  return bytes;
}

/** Makes 1 of codes of 3 in such types. */
function dropThrees(type: keyof typeof SCALES, bytes: Uint8Array): void {
  if (!TERNARY.includes(type)) return;
  for (let i = 0; i < bytes.length; i++) bytes[i]! &= ~((bytes[i]! << 1) & 0xaa);
}

/** Writes one of the `steps` as the scale of each block, in turn. */
function writeScales(type: keyof typeof SCALES, bytes: Uint8Array, steps: readonly number[]): void {
  const { blockBytes } = QUANT_TYPES[type];
  for (const { at, multiple, bytes: width, scattered, encode } of SCALES[type] as readonly Scale[]) {
    const codes = steps.map((scale) => encode(scale * multiple));
    for (let block = 0; block < bytes.length; block += blockBytes) {
      const code = codes[(block / blockBytes) % codes.length]!;
      if (scattered) {
        for (let i = 0; i < 4; i++) {
          const to = block + at + 2 * i;
          bytes[to] = (bytes[to]! & 15) | (((code >> (4 * i)) & 15) << 4);
        }
        continue;
      }
      bytes[block + at] = code & 255;
      if (width === 2) bytes[block + at + 1] = code >> 8;
    }
  }
}

/** The deviation of a type's numbers when the scale of the block is 1 and all its other bits are random. */
function unitDeviation(type: keyof typeof SCALES): number {
  const known = DEVIATIONS.get(type);
  if (known !== undefined) return known;
  const { blockBytes } = QUANT_TYPES[type];
  let state = 1;
  const bytes = Uint8Array.from({ length: blockBytes * 64 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
  dropThrees(type, bytes);
  writeScales(type, bytes, [1]);
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
