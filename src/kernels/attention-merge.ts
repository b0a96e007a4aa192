// Joins the slices of `attentionDecode`.
import source from "../../shaders/attention/attention_merge.wgsl";
import { kernel } from "../gpu/kernel.ts";

/** partial: [rows, HEADS, slices, HEAD_DIM + 2] as `attentionDecode` writes it with the same `slices`; y: [rows, STRIDE], columns from HEADS·HEAD_DIM on stay as they are. */
export const attentionMerge = kernel(source, {
  bindings: { params: { rows: "u32", slices: "u32" }, partial: "read", y: "write" },
  overrides: ["HEADS", "HEAD_DIM", "STRIDE"],
  workgroups: ({ rows }, { HEADS, HEAD_DIM }) => [Math.ceil((HEADS * HEAD_DIM) / 64), rows],
});
