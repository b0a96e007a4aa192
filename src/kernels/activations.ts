// The activation functions of feed-forward layers and their codes, the `ACT` override of the kernels that apply them. See shaders/lib/activation.wgsl.

/** `silu` x/(1 + e^−x) · `gelu` its tanh form, x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))) (arXiv 1606.08415). */
export const ACTIVATIONS = { none: 0, silu: 1, gelu: 2 } as const;

export type Activation = keyof typeof ACTIVATIONS;
