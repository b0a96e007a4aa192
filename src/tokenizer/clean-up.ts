// The tidying that some vocabularies' decoded text gets (`clean_up_tokenization_spaces`), whole or as a stream.

/** No space before ? ! . , and none before 's 'm 're 've; a lone apostrophe loses the spaces around it. */
export function cleanUp(text: string): string {
  return text
    .replace(/ (?=[?!.,])/g, "")
    .replaceAll(" ' ", "'")
    .replace(/ (?='(?:[sm]|re|ve))/g, "");
}

function isOpen(unit: number): boolean {
  return unit === 32 || unit === 39;
}

function onlySpaces(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (text.charCodeAt(at) !== 32) return false;
  return true;
}

/** Tidies text that comes in parts: holds back only what the next part could still change. */
export class CleanUpStream {
  #held = "";

  /** The tidied text that is certain now. */
  push(text: string): string {
    // Every rule starts at a space and goes on through spaces, apostrophes and at most one of r, v:
    // text is certain up to the run of those that ends it.
    if (text === "") return "";
    const all = this.#held + text;
    let cut = all.length;
    const last = all[cut - 1];
    if ((last === "r" || last === "v") && all[cut - 2] === "'") cut--;
    while (cut > 0 && isOpen(all.charCodeAt(cut - 1))) cut--;
    // Of a run of spaces alone only the last two can still change.
    if (all.length - cut > 2 && onlySpaces(all, cut)) cut = all.length - 2;
    this.#held = all.slice(cut);
    return cleanUp(all.slice(0, cut));
  }

  /** The rest. */
  flush(): string {
    const rest = cleanUp(this.#held);
    this.#held = "";
    return rest;
  }
}
