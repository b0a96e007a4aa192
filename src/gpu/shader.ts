// A linked shader as the build gives it: text of every variant, with shared declarations stored once.

/** What `import source from "….wgsl"` gives. */
export interface ShaderSource {
  /** Path below `shaders/` without extension, for instance `norm/rms_norm`. */
  name: string;
  declarations: string[];
  /** Variant key (`Q4_0+f16+subgroups`, `subgroups`, or empty) to indices into `declarations`. */
  variants: Record<string, number[]>;
}

/** What a device can run, as the flags that shaders branch on. */
export interface ShaderFlags {
  f16: boolean;
  subgroups: boolean;
}

/** The variant key to use with some flags: the flags that this shader branches on and that are set. */
export function variantKey(source: ShaderSource, flags: ShaderFlags, quant?: string): string {
  const want = [quant, flags.f16 ? "f16" : "", flags.subgroups ? "subgroups" : ""].filter(Boolean);
  const keys = Object.keys(source.variants).filter((key) => {
    const parts = key.split("+").filter(Boolean);
    return parts.every((part) => want.includes(part)) && (!quant || parts[0] === quant);
  });
  return keys.reduce((best, key) => (key.length > best.length ? key : best), quant ?? "");
}

/** The WGSL text of one variant, or undefined where the shader has no such variant. */
export function variantText(source: ShaderSource, key: string): string | undefined {
  return source.variants[key]?.map((index) => source.declarations[index]).join("\n");
}
