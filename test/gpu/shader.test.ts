// Which variant of a shader a device gets.
import { expect, test } from "vitest";
import { type ShaderSource, variantKey, variantText } from "../../src/gpu/shader.ts";

const plain: ShaderSource = { name: "plain", declarations: ["a"], variants: { "": [0] } };
const wide: ShaderSource = { name: "wide", declarations: ["a", "b", "c"], variants: { "": [0], subgroups: [0, 2] } };
const both: ShaderSource = {
  name: "both",
  declarations: ["a", "b", "c"],
  variants: { Q4_0: [0], "Q4_0+subgroups": [1], "Q4_0+f16": [2], "Q4_0+f16+subgroups": [0, 1], Q8_0: [2] },
};

test.each([
  [plain, { f16: true, subgroups: true }, undefined, ""],
  [wide, { f16: false, subgroups: false }, undefined, ""],
  [wide, { f16: true, subgroups: true }, undefined, "subgroups"],
  [both, { f16: false, subgroups: false }, "Q4_0", "Q4_0"],
  [both, { f16: false, subgroups: true }, "Q4_0", "Q4_0+subgroups"],
  [both, { f16: true, subgroups: true }, "Q4_0", "Q4_0+f16+subgroups"],
  [both, { f16: true, subgroups: true }, "Q8_0", "Q8_0"],
] as const)("$0.name with $1 and $2 is variant $3", (source, flags, quant, key) => {
  expect(variantKey(source, flags, quant)).toBe(key);
});

test("the text of a variant is its declarations in order; one that is missing has none", () => {
  expect(variantText(wide, "subgroups")).toBe("a\nc");
  expect(variantText(both, variantKey(both, { f16: true, subgroups: true }, "Q6_K"))).toBeUndefined();
});
