// Trusted Types: the page's policy forbids making scripts from strings; workers of Oriel's own origin are the one exception.

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

/** Lets `new Worker(url)` load scripts of this origin, and no others, where the browser has Trusted Types. */
export function allowOwnScripts(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy("default", {
    createScriptURL(url) {
      const { origin } = new URL(url, location.href);
      if (origin !== location.origin)
        throw new TypeError(`Expected a script of ${location.origin} but found ${origin}`);
      return url;
    },
  });
}
