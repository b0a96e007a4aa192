// Guide's dimensions: 5.6 million parameters.

export const SHAPE = {
  vocab: 4096,
  dim: 256,
  ff: 768,
  layers: 6,
  heads: 8,
  kvHeads: 2,
  epsilon: 1e-5,
  ropeBase: 10000,
  context: 1024,
} as const;
