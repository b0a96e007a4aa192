// Makes `Symbol.dispose` exist where a browser does not have it yet. Roots import this file first, since classes are named by it when they are defined.

// biome-ignore lint/suspicious/noExplicitAny: the symbol is read-only to the compiler, and absent in such a browser
(Symbol as any).dispose ??= Symbol.for("Symbol.dispose");
