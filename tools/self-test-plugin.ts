// Computes at build time what the load-time self-test must find, from the tests' own f64 reference: `import results from "virtual:self-test"`.
import type { Plugin } from "vite";
import { type QuantType, rowBytes } from "../src/format/quant-blocks.ts";
import { CASE_COLUMNS, CASE_ROWS, type CaseResult, caseActivations, caseBytes } from "../src/kernels/self-test-case.ts";
import { dequantize, referenceTypes } from "../test/reference/dequantize.ts";

const ID = "virtual:self-test";

/** Vite plugin for the module `virtual:self-test`: `Record<weight type, CaseResult>`. */
export function selfTest(): Plugin {
  return {
    name: "self-test",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      const types = referenceTypes() as QuantType[];
      return `export default ${JSON.stringify(Object.fromEntries(types.map((type) => [type, resultOf(type)])))}`;
    },
  };
}

function resultOf(type: QuantType): CaseResult {
  const weights = dequantize(type, caseBytes(type, CASE_ROWS * rowBytes(type, CASE_COLUMNS)));
  const x = caseActivations();
  const product: number[] = [];
  let scale = 0;
  for (let row = 0; row < CASE_ROWS; row++) {
    let sum = 0;
    let size = 0;
    for (let column = 0; column < CASE_COLUMNS; column++) {
      const term = weights[row * CASE_COLUMNS + column]! * x[column]!;
      sum += term;
      size += Math.abs(term);
    }
    product.push(Number(sum.toPrecision(9)));
    scale = Math.max(scale, size);
  }
  return { product, scale: Number(scale.toPrecision(9)) };
}
