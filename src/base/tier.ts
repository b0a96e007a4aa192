// Which kernel variants run. A tier says what a device may use, from the least to the most.

/** `base` uses no optional feature (named explicitly, also the default limits only), `f32` adds subgroups, `f16` adds `shader-f16` to that. */
export type Tier = "base" | "f32" | "f16";

/** All tiers, highest first: the order in which `auto` tries them. */
export const TIERS: readonly Tier[] = ["f16", "f32", "base"];
