// Rows of a weight matrix by token: the embedding. See shaders/embed/row_gather.wgsl.
import source from "../../shaders/embed/row_gather.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** `rows` [rows] of (token, position, sequence, 0), `norm` [32·blocks], `y` and `scaled` [rows, stride]; stride in vec4f. */
export const rowGather = kernel(source, {
  bindings: {
    params: { rows: "u32", blocks: "u32", stride: "u32", first: "u32", count: "u32" },
    quants: "read",
    scales: "read",
    rows: "read",
    norm: "read",
    y: "write",
    scaled: "write",
  },
  overrides: [],
  workgroups: ({ rows, blocks }) => [Math.ceil(blocks / 64), 1, rows],
});
