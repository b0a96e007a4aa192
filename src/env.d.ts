// What the build tells the code about itself (Vite's import.meta.env); absent where nothing was built.
interface ImportMeta {
  readonly env?: { readonly DEV: boolean };
}
