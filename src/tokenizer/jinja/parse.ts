// Parses a template with @huggingface/jinja, after settling what its parser reads differently from Jinja2.
import { parse, tokenize } from "@huggingface/jinja";
import { TemplateError } from "./budget.ts";
import { mend, type Token } from "./mend.ts";
import type { Node } from "./nodes.ts";

/** A parsed template. */
export interface Syntax {
  body: Node[];
  /** Argument lists of tests, by the number in the test's name (mend.ts). */
  tests: Node[][];
}

/** Longest run of white space a template may have: the library's parser takes quadratic time in it. */
const MAX_BLANK = 400;

/**
 * The tree of a template, with transformers' settings (`trim_blocks`, `lstrip_blocks`).
 * @throws TemplateError for what the library cannot parse or is known to parse differently from Jinja2
 */
export function parseTemplate(source: string): Syntax {
  const text = source.replace(/\r\n?/g, "\n");
  const blank = new RegExp(`\\s{${MAX_BLANK}}`).exec(text);
  if (blank) throw new TemplateError(`white space longer than ${MAX_BLANK} characters at ${blank.index}`);
  // The library takes these for tags when it trims white space; Jinja2 does not.
  const misread = /^[ \t]+\{-|-\}\n/m.exec(text);
  if (misread) throw new TemplateError(`${JSON.stringify(misread[0])} at ${misread.index}, which is no tag`);
  try {
    const tree = (tokens: Token[]) =>
      parse(tokens as Parameters<typeof parse>[0]) as unknown as Node & { type: "Program" };
    const { tokens, tests } = mend(tokenize(text, { lstrip_blocks: true, trim_blocks: true }), tree);
    return { body: tree(tokens).body, tests };
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    if (error instanceof RangeError) throw new TemplateError("expressions nested too deeply to parse");
    // The library runs into the end of its token list with a TypeError.
    if (error instanceof TypeError) throw new TemplateError("an end before all blocks are closed");
    throw new TemplateError(`syntax that is not known (${error instanceof Error ? error.message : error})`);
  }
}
