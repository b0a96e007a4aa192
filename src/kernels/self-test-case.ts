// The fixed case that matrix kernels are tested with at load: which weights and which activations. What they must give is computed when Oriel is built.

/** Rows and columns of the weights. */
export const CASE_ROWS = 16;
export const CASE_COLUMNS = 256;

/**
 * Blocks of any weight type: pseudo-random bytes without bit 6, so that f16, bf16 and f32 numbers in them are finite and below 2.
 * MXFP4, whose first byte of a block is an exponent, has 121 … 124 there for the same.
 */
export function caseBytes(type: string, length: number): Uint8Array<ArrayBuffer> {
  const isExponent = (i: number) => type === "MXFP4" && i % 17 === 0;
  return Uint8Array.from({ length }, (_, i) => {
    const byte = (Math.imul(i + 1, 2654435761) >>> 19) & 0xbf;
    return isExponent(i) ? 121 + (byte & 3) : byte;
  });
}

/** Activations, [CASE_COLUMNS]. */
export function caseActivations(): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: CASE_COLUMNS }, (_, i) => ((i * 37) % 101) / 101 - 0.5);
}

/** What the plain f64 reference makes of the case, per weight type. */
export interface CaseResult {
  /** W · x: [CASE_ROWS]. */
  product: number[];
  /** Largest Σ |w · x| of a row: what errors are measured against. */
  scale: number;
}
