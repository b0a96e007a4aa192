// The fixed case that matrix kernels are tested with at load: which weights and which activations. What they must give is computed when Oriel is built.

/** Rows and columns of the weights. */
export const CASE_ROWS = 16;
export const CASE_COLUMNS = 256;

/** Blocks of any weight type: pseudo-random bytes without bit 6, so that f16, bf16 and f32 numbers in them are finite and below 2. */
export function caseBytes(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 19) & 0xbf);
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
