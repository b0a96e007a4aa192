// What rendering a template may cost. Every step, list element and stretch of text is paid for before it is made.

/** Why a template was not rendered; chat-template.ts turns it into an OrielError. */
export class TemplateError extends Error {}

/** A template's own `raise_exception`, or what Jinja2 raises as an error too. */
export class RaisedError extends TemplateError {}

/** A limit was reached. */
export class LimitError extends TemplateError {
  constructor(
    message: string,
    readonly limit: number,
  ) {
    super(message);
  }
}

export interface TemplateLimits {
  /** Characters of the template's source. */
  templateChars: number;
  /** Characters of the output and of any text on the way. */
  outputChars: number;
  /** Steps: nodes evaluated, elements made, and text touched (16 characters a step). */
  steps: number;
  /** Nested evaluations, macro calls included. */
  depth: number;
}

/** Generous for real conversations (a million characters of messages) and over in well under a second. */
export const TEMPLATE_LIMITS: TemplateLimits = {
  templateChars: 2 ** 18,
  outputChars: 2 ** 23,
  steps: 1_000_000,
  depth: 400,
};

/** Counts what one rendering has cost so far. */
export class Budget {
  #steps = 0;
  #depth = 0;

  constructor(readonly limits: TemplateLimits) {}

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Pays for `count` steps. @throws LimitError */
  step(count = 1): void {
    this.#steps += count;
    if (!(this.#steps <= this.limits.steps))
      throw new LimitError(`more than ${this.limits.steps} steps`, this.limits.steps);
  }

  /** Pays for touching or making a text of `length` characters. @throws LimitError */
  text(length: number): void {
    if (!(length <= this.limits.outputChars))
      throw new LimitError(`a text of ${length} characters`, this.limits.outputChars);
    this.step(length >>> 4);
  }

  /** Pays for searching a text of `length` characters for one of `part` characters, at its worst. @throws LimitError */
  search(length: number, part: number): void {
    this.step((length / 16) * (1 + Math.min(part, 256) / 8));
  }

  /** @throws LimitError */
  enter(): void {
    if (++this.#depth > this.limits.depth)
      throw new LimitError(`more than ${this.limits.depth} nested evaluations`, this.limits.depth);
  }

  leave(): void {
    this.#depth--;
  }
}
