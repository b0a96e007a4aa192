// Rows of a weight matrix by token or by position: the embedding. See shaders/embed/row_gather.wgsl.
import source from "../../shaders/embed/row_gather.wgsl";
import { kernel } from "../gpu/kernel.ts";

/**
 * y = scale · (the row of W), with ADD y + that; scaled = y · norm, the input of the next norm's mat-vec. `rows` [rows] of (token, position, sequence, 0),
 * of which the token, with POSITION the position, is the row; `norm` [32·blocks], `y` and `scaled` [rows, stride]; stride in vec4f.
 * The dispatch has rows first … first + count of W and leaves y and scaled of others as they are.
 */
export const rowGather = kernel(source, {
  bindings: {
    params: { rows: "u32", blocks: "u32", stride: "u32", first: "u32", count: "u32", scale: "f32" },
    quants: "read",
    scales: "read",
    rows: "read",
    norm: "read",
    y: "write",
    scaled: "write",
  },
  overrides: ["POSITION", "ADD"],
  workgroups: ({ rows, blocks }) => [Math.ceil(blocks / 64), 1, rows],
});
