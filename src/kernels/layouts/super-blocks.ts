// The quant types with super-blocks of 256: Q2_K … Q6_K. File layouts: ggml's block structs (ggml-common.h).
import type { UnitLayout } from "./unit-layout.ts";

export const superBlockLayouts: Record<string, UnitLayout> = {};
