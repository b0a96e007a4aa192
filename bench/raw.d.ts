// The benchmarks' own shaders are imported as text: they need no variants and no linker.
declare module "*.wgsl?raw" {
  const text: string;
  export default text;
}
