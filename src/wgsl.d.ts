// What importing a shader gives: see tools/wgsl-plugin.ts.
declare module "*.wgsl" {
  const source: import("./gpu/shader.ts").ShaderSource;
  export default source;
}
