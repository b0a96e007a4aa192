// What the stored blocks of a tensor stand for: the numbers, in f64. Source of the layouts: the block structs of ggml-common.h.
// ggml computes in f32, but rounds only its last step; rounding these numbers to f32 gives its bits.
import { GRIDS } from "./codebooks.ts";

type Unpack = (block: DataView, y: Float64Array) => void;

interface Blocks {
  elements: number;
  bytes: number;
  unpack: Unpack;
}

/** The elements of `raw`, a whole number of blocks of GGML type `type`. */
export function dequantize(type: string, raw: Uint8Array): Float64Array {
  const blocks = BLOCKS[type];
  if (!blocks) throw new RangeError(`Expected one of ${Object.keys(BLOCKS).join(", ")} but found ${type}`);
  const { elements, bytes, unpack } = blocks;
  if (raw.length % bytes) throw new RangeError(`Expected blocks of ${bytes} bytes but found ${raw.length} bytes`);
  const out = new Float64Array((raw.length / bytes) * elements);
  for (let index = 0; index * bytes < raw.length; index++) {
    unpack(
      new DataView(raw.buffer, raw.byteOffset + index * bytes, bytes),
      out.subarray(index * elements, (index + 1) * elements),
    );
  }
  return out;
}

/** Types that {@link dequantize} knows. */
export function referenceTypes(): string[] {
  return Object.keys(BLOCKS);
}

const each = (count: number, give: (i: number) => number, y: Float64Array): void => {
  for (let i = 0; i < count; i++) y[i] = give(i);
};

/** Element `i` of 32 four-bit codes: byte `i` holds element `i` below and element `i + 16` above. */
const nibble = (b: DataView, at: number, i: number): number => (b.getUint8(at + (i % 16)) >> (i < 16 ? 0 : 4)) & 15;

/** Bit 4 of a five-bit code: one bit for each element. */
const fifth = (b: DataView, at: number, i: number): number => ((b.getUint32(at, true) >>> i) & 1) << 4;

/** The six-bit scale and minimum of group `g` of eight, packed in 12 bytes. */
function scaleMin(b: DataView, at: number, g: number): [number, number] {
  const s = (i: number): number => b.getUint8(at + i);
  if (g < 4) return [s(g) & 63, s(g + 4) & 63];
  return [(s(g + 4) & 15) | ((s(g - 4) >> 6) << 4), (s(g + 4) >> 4) | ((s(g) >> 6) << 4)];
}

/** The six-bit scale of group `g` of sixteen, packed in 12 bytes: low four bits, then high two. */
function scale6(b: DataView, at: number, g: number): number {
  const low = g < 8 ? b.getUint8(at + g) & 15 : b.getUint8(at + g - 8) >> 4;
  return low | (((b.getUint8(at + 8 + (g % 4)) >> (2 * (g >> 2))) & 3) << 4);
}

/** What four-bit codes stand for in IQ4_NL and IQ4_XS. */
const IQ4_VALUES = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

/** Twice the numbers of E2M1 (sign, two bits of exponent, one of mantissa); 0 has no sign. */
const E2M1_DOUBLED = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12];

/** Half of an unsigned E4M3 number: 127 is none and counts as 0, the bit above is not looked at (but by that). */
function halfE4m3(byte: number): number {
  const [exponent, mantissa] = [(byte >> 3) & 15, byte & 7];
  if (byte === 127) return 0;
  return exponent === 0 ? mantissa * 2 ** -10 : (8 + mantissa) * 2 ** (exponent - 11);
}

/** Digit `n` to base 3 of a byte, which stands for the fraction byte / 256. */
const digit = (byte: number, n: number): number => (((byte * 3 ** n) & 255) * 3) >> 8;

/** Bit `n` of a byte as a sign. */
const sign = (byte: number, n: number): number => ((byte >> n) & 1 ? -1 : 1);

/** The sign of element `n` of 8, from 7 bits: the last one is set where the number of the others is odd. */
function evenSign(seven: number, n: number): number {
  if (n < 7) return sign(seven, n);
  let odd = 0;
  for (let bit = 0; bit < 7; bit++) odd ^= (seven >> bit) & 1;
  return odd ? -1 : 1;
}

/** Four-bit number `n` of a run of bytes, lower half first. */
const four = (b: DataView, at: number, n: number): number => (b.getUint8(at + (n >> 1)) >> (4 * (n & 1))) & 15;

const BLOCKS: Record<string, Blocks> = {
  F32: { elements: 1, bytes: 4, unpack: (b, y) => each(1, () => b.getFloat32(0, true), y) },
  F16: { elements: 1, bytes: 2, unpack: (b, y) => each(1, () => half(b, 0), y) },
  BF16: { elements: 1, bytes: 2, unpack: (b, y) => each(1, () => bfloat(b.getUint16(0, true)), y) },
  Q4_0: {
    elements: 32,
    bytes: 18,
    unpack: (b, y) => each(32, (i) => half(b, 0) * (nibble(b, 2, i) - 8), y),
  },
  Q4_1: {
    elements: 32,
    bytes: 20,
    unpack: (b, y) => each(32, (i) => half(b, 0) * nibble(b, 4, i) + half(b, 2), y),
  },
  Q5_0: {
    elements: 32,
    bytes: 22,
    unpack: (b, y) => each(32, (i) => half(b, 0) * ((nibble(b, 6, i) | fifth(b, 2, i)) - 16), y),
  },
  Q5_1: {
    elements: 32,
    bytes: 24,
    unpack: (b, y) => each(32, (i) => half(b, 0) * (nibble(b, 8, i) | fifth(b, 4, i)) + half(b, 2), y),
  },
  Q8_0: { elements: 32, bytes: 34, unpack: (b, y) => each(32, (i) => half(b, 0) * b.getInt8(2 + i), y) },
  // 16 × (scale, minimum) of 4 bits, 256 × 2 bits, d, dmin
  Q2_K: {
    elements: 256,
    bytes: 84,
    unpack: (b, y) => {
      const [d, dmin] = [half(b, 80), half(b, 82)];
      each(
        256,
        (i) => {
          const scale = b.getUint8(i >> 4);
          const q = (b.getUint8(16 + 32 * (i >> 7) + (i % 32)) >> (2 * ((i >> 5) % 4))) & 3;
          return d * (scale & 15) * q - dmin * (scale >> 4);
        },
        y,
      );
    },
  },
  // 256 × high bit, 256 × 2 bits, 16 scales of 6 bits, d
  Q3_K: {
    elements: 256,
    bytes: 110,
    unpack: (b, y) => {
      const d = half(b, 108);
      each(
        256,
        (i) => {
          const high = (b.getUint8(i % 32) >> (i >> 5)) & 1;
          const q = (b.getUint8(32 + 32 * (i >> 7) + (i % 32)) >> (2 * ((i >> 5) % 4))) & 3;
          return d * (scale6(b, 96, i >> 4) - 32) * (q + 4 * high - 4);
        },
        y,
      );
    },
  },
  // d, dmin, 8 × (scale, minimum) of 6 bits, 256 × 4 bits
  Q4_K: {
    elements: 256,
    bytes: 144,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [scale, min] = scaleMin(b, 4, i >> 5);
          const q = (b.getUint8(16 + 32 * (i >> 6) + (i % 32)) >> (4 * ((i >> 5) % 2))) & 15;
          return half(b, 0) * scale * q - half(b, 2) * min;
        },
        y,
      ),
  },
  // d, dmin, 8 × (scale, minimum) of 6 bits, 256 × high bit, 256 × 4 bits
  Q5_K: {
    elements: 256,
    bytes: 176,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [scale, min] = scaleMin(b, 4, i >> 5);
          const high = (b.getUint8(16 + (i % 32)) >> (i >> 5)) & 1;
          const q = (b.getUint8(48 + 32 * (i >> 6) + (i % 32)) >> (4 * ((i >> 5) % 2))) & 15;
          return half(b, 0) * scale * (q + 16 * high) - half(b, 2) * min;
        },
        y,
      ),
  },
  // 256 × low 4 bits, 256 × high 2 bits, 16 signed scales, d
  Q6_K: {
    elements: 256,
    bytes: 210,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [n, k, l] = [i >> 7, (i >> 5) % 4, i % 32];
          const low = (b.getUint8(64 * n + 32 * (k % 2) + l) >> (4 * (k >> 1))) & 15;
          const high = (b.getUint8(128 + 32 * n + l) >> (2 * k)) & 3;
          return half(b, 208) * b.getInt8(192 + (i >> 4)) * ((low | (high << 4)) - 32);
        },
        y,
      ),
  },
  IQ4_NL: { elements: 32, bytes: 18, unpack: (b, y) => each(32, (i) => half(b, 0) * IQ4_VALUES[nibble(b, 2, i)]!, y) },
  // d, 8 × the upper 2 bits of a scale, 8 × its lower 4 bits, 256 × 4 bits
  IQ4_XS: {
    elements: 256,
    bytes: 136,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const g = i >> 5;
          const low = (b.getUint32(4, true) >>> (4 * g)) & 15;
          const scale = low | (((b.getUint16(2, true) >> (2 * g)) & 3) << 4);
          return half(b, 0) * (scale - 32) * IQ4_VALUES[nibble(b, 8 + 16 * g, i % 32)]!;
        },
        y,
      ),
  },
  MXFP4: {
    elements: 32,
    bytes: 17,
    unpack: (b, y) => each(32, (i) => 2 ** (b.getUint8(0) - 128) * E2M1_DOUBLED[nibble(b, 1, i)]!, y),
  },
  // 4 scales, then 8 bytes for each 16 elements: the first 8 in their lower, the others in their upper nibbles
  NVFP4: {
    elements: 64,
    bytes: 36,
    unpack: (b, y) =>
      each(
        64,
        (i) => {
          const code = (b.getUint8(4 + 8 * (i >> 4) + (i % 8)) >> (i % 16 < 8 ? 0 : 4)) & 15;
          return halfE4m3(b.getUint8(i >> 4)) * E2M1_DOUBLED[code]!;
        },
        y,
      ),
  },
  // 32 bytes of 5 digits to base 3, 16 bytes of 5, 4 bytes of 4; d
  TQ1_0: {
    elements: 256,
    bytes: 54,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [at, first, bytes] = i < 160 ? [0, 0, 32] : i < 240 ? [32, 160, 16] : [48, 240, 4];
          const n = Math.floor((i - first) / bytes);
          return half(b, 52) * (digit(b.getUint8(at + ((i - first) % bytes)), n) - 1);
        },
        y,
      ),
  },
  TQ2_0: {
    elements: 256,
    bytes: 66,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const q = (b.getUint8(32 * (i >> 7) + (i % 32)) >> (2 * ((i >> 5) % 4))) & 3;
          return half(b, 64) * (q - 1);
        },
        y,
      ),
  },
  Q1_0: {
    elements: 128,
    bytes: 18,
    unpack: (b, y) => each(128, (i) => half(b, 0) * ((b.getUint8(2 + (i >> 3)) >> (i % 8)) & 1 ? 1 : -1), y),
  },
  Q2_0: {
    elements: 64,
    bytes: 18,
    unpack: (b, y) => each(64, (i) => half(b, 0) * (((b.getUint8(2 + (i >> 2)) >> (2 * (i % 4))) & 3) - 1), y),
  },
  // d; per 32 elements 4 indices of a byte, then 4 × 7 signs and 4 bits of scale
  IQ2_XXS: {
    elements: 256,
    bytes: 66,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [at, l] = [2 + 8 * (i >> 5), (i >> 3) % 4];
          const signs = b.getUint32(at + 4, true);
          const value = GRIDS.iq2_xxs[8 * b.getUint8(at + l) + (i % 8)]!;
          return (half(b, 0) * (0.5 + (signs >>> 28)) * value * evenSign((signs >>> (7 * l)) & 127, i % 8)) / 4;
        },
        y,
      ),
  },
  // d; per 8 elements 9 bits of index and 7 signs; per 16 elements 4 bits of scale
  IQ2_XS: {
    elements: 256,
    bytes: 74,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const code = b.getUint16(2 + 2 * (i >> 3), true);
          const value = GRIDS.iq2_xs[8 * (code & 511) + (i % 8)]!;
          return (half(b, 0) * (0.5 + four(b, 66, i >> 4)) * value * evenSign(code >> 9, i % 8)) / 4;
        },
        y,
      ),
  },
  // d; per 8 elements a byte of index; 256 signs; per 8 elements 2 upper bits; per 16 elements 4 bits of scale
  IQ2_S: {
    elements: 256,
    bytes: 82,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const l = i >> 3;
          const upper = (b.getUint8(66 + (l >> 2)) >> (2 * (l % 4))) & 3;
          const value = GRIDS.iq2_s[8 * (b.getUint8(2 + l) | (upper << 8)) + (i % 8)]!;
          return (half(b, 0) * (0.5 + four(b, 74, i >> 4)) * value * sign(b.getUint8(34 + l), i % 8)) / 4;
        },
        y,
      ),
  },
  // d; per 4 elements a byte of index; per 32 elements 4 × 7 signs and 4 bits of scale
  IQ3_XXS: {
    elements: 256,
    bytes: 98,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const signs = b.getUint32(66 + 4 * (i >> 5), true);
          const value = GRIDS.iq3_xxs[4 * b.getUint8(2 + (i >> 2)) + (i % 4)]!;
          const seven = (signs >>> (7 * ((i >> 3) % 4))) & 127;
          return (half(b, 0) * (0.5 + (signs >>> 28)) * value * evenSign(seven, i % 8)) / 2;
        },
        y,
      ),
  },
  // d; per 4 elements a byte of index, then a ninth bit each; 256 signs; per 32 elements 4 bits of scale
  IQ3_S: {
    elements: 256,
    bytes: 110,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const l = i >> 2;
          const ninth = (b.getUint8(66 + (l >> 3)) >> (l % 8)) & 1;
          const value = GRIDS.iq3_s[4 * (b.getUint8(2 + l) | (ninth << 8)) + (i % 4)]!;
          return half(b, 0) * (1 + 2 * four(b, 106, i >> 5)) * value * sign(b.getUint8(74 + (i >> 3)), i % 8);
        },
        y,
      ),
  },
  // d; per 8 elements a byte of index; per 32 elements 4 × 3 upper bits, 3 bits of scale, the sign of a shift
  IQ1_S: {
    elements: 256,
    bytes: 50,
    unpack: (b, y) =>
      each(
        256,
        (i) => {
          const [l, high] = [i >> 3, b.getUint16(34 + 2 * (i >> 5), true)];
          const index = b.getUint8(2 + l) | (((high >> (3 * (l % 4))) & 7) << 8);
          const shift = sign(high, 15) / 8;
          return half(b, 0) * (2 * ((high >> 12) & 7) + 1) * (GRIDS.iq1[8 * index + (i % 8)]! + shift);
        },
        y,
      ),
  },
  // Per 8 elements a byte of index, then 3 upper bits and the sign of a shift; four words of 4 × 3 bits of scale, each with a quarter of d
  IQ1_M: {
    elements: 256,
    bytes: 56,
    unpack: (b, y) => {
      const word = (n: number) => b.getUint16(48 + 2 * n, true);
      const d = new DataView(new ArrayBuffer(2));
      d.setUint16(0, (word(0) >> 12) | ((word(1) >> 12) << 4) | ((word(2) >> 12) << 8) | ((word(3) >> 12) << 12), true);
      each(
        256,
        (i) => {
          const high = four(b, 32, i >> 3);
          const index = b.getUint8(i >> 3) | ((high & 7) << 8);
          const scale = (word(i >> 6) >> (3 * ((i >> 4) % 4))) & 7;
          return half(d, 0) * (2 * scale + 1) * (GRIDS.iq1[8 * index + (i % 8)]! + sign(high, 3) / 8);
        },
        y,
      );
    },
  },
};

/** IEEE binary16. */
function half(b: DataView, at: number): number {
  const bits = b.getUint16(at, true);
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** bfloat16: the upper half of a binary32. */
function bfloat(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
}
