// What a manifest says of the model as a whole.
import { expect, it } from "vitest";
import { bytesOf, mainType, type TensorEntry } from "../../src/base/manifest.ts";

function tensor(type: string, ...bytes: number[]): TensorEntry {
  return { name: type, type, shape: [1], chunks: bytes.map((length) => ({ digest: "d", offset: 0, bytes: length })) };
}

it("names the type that most bytes have", () => {
  expect(mainType([tensor("F32", 5), tensor("Q4_0", 3, 4), tensor("F32", 1)])).toBe("Q4_0");
  expect(mainType([tensor("F32", 4), tensor("Q4_0", 4)])).toBe("F32");
  expect(mainType([])).toBe("none");
  expect(bytesOf(tensor("F32", 5, 6).chunks)).toBe(11);
});
