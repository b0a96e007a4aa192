// Guide's dimensions: 5.3 million parameters.

export const SHAPE = {
  vocab: 6144,
  dim: 256,
  ff: 768,
  layers: 5,
  heads: 8,
  kvHeads: 2,
  epsilon: 1e-5,
  ropeBase: 10000,
  context: 1024,
} as const;
