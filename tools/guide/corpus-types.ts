// The shapes of what Guide's corpus is written in: facts, commands and everything else. Types only.

/**
 * A pattern stands for many texts: `(a|b)` picks one, `(a|)` makes it optional, both nest; `{slot}` takes an entry of a
 * list; all else is literal.
 */
export type Pattern = string;

export interface FactText {
  /** What Guide answers: two to five sentences. */
  answer: string;
  /** Parts of the answer that together no other fact's answer has. */
  keys: string[];
  /** Ways to ask for it. */
  asks: Pattern[];
}

/** Something Guide knows about Oriel. */
export interface Fact {
  id: string;
  en: FactText;
  zh: FactText;
  /** Ways to ask for it that make sense only right after the answer to one of the facts `after`. */
  follow?: { after: string[]; en: Pattern[]; zh: Pattern[] };
}

/** Ways to ask for one tool call. */
export interface Command {
  name: string;
  /** The value `{model}` stands for the model that the text names. */
  arguments: Record<string, string>;
  en: Pattern[];
  zh: Pattern[];
}

/** What is not about Oriel, with the lists its patterns name. */
export interface Other {
  asks: Pattern[];
  slots: Record<string, string[]>;
}
