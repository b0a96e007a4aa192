// IEEE 754 binary16 and bfloat16 to and from numbers. Source of the layouts: IEEE 754-2019 §3.4; bfloat16 is the upper half of binary32.

const f32 = new Float32Array(1);
const u32 = new Uint32Array(f32.buffer);

/** The number that 16 bits of binary16 stand for. */
export function f16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The binary16 bits nearest to a number, ties to even; overflow gives infinity. */
export function numberToF16(value: number): number {
  f32[0] = value;
  const bits = u32[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x33000000) return sign;
  const exponent = magnitude >>> 23;
  // Normal results drop 13 bits of the fraction; subnormal ones (exponent < 113) also shift the implicit one in.
  const shift = exponent < 113 ? 126 - exponent : 13;
  const fraction = exponent < 113 ? (magnitude & 0x7fffff) | 0x800000 : magnitude - (112 << 23);
  const kept = fraction >>> shift;
  const rest = fraction & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (kept + (rest > tie || (rest === tie && kept & 1) ? 1 : 0));
}

/** The number that 16 bits of bfloat16 stand for. */
export function bf16ToNumber(bits: number): number {
  u32[0] = bits << 16;
  return f32[0]!;
}

/** The bfloat16 bits nearest to a number, ties to even. */
export function numberToBf16(value: number): number {
  f32[0] = value;
  const bits = u32[0]!;
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}
