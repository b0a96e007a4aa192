// Step 1 of training: draws the corpus, learns the tokenizer on it, and writes both as train.py and export.ts read them.
// `prepare.ts FOLDER [CONVERSATIONS] [SEED]`
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../test/make/random.ts";
import { Bpe, learnMerges } from "./bpe.ts";
import { FALLBACK, SPECIALS } from "./chat.ts";
import { drawn, LANGUAGES, type Turn } from "./corpus.ts";
import { facts } from "./facts/all.ts";
import { heldOutTexts } from "./held-out.ts";
import { SHAPE } from "./shape.ts";

const [folder = ".cache/guide", count = "440000", seed = "1"] = process.argv.slice(2);
/** Conversations that the tokenizer is learned from. */
const LEARNED_FROM = 60_000;
/** How often the spelling of a question is varied, and by how much. */
const DROPOUT = { share: 0.5, merges: 0.1 };
/** How often an answer that is one of a fixed set is cut once it is decided. */
const CUT = 0.8;
/** Tokens after the deciding one that are kept. */
const BEYOND = 3;

mkdirSync(folder, { recursive: true });
const held = heldOutTexts();
const bpe = new Bpe(learnMerges(texts(), words(), SHAPE.vocab - 256 - SPECIALS.length));
const special = new Map(SPECIALS.map((text, index) => [text as string, 256 + bpe.merges.length + index]));
const decided = decisions();
writeFileSync(join(folder, "tokenizer.json"), JSON.stringify({ merges: bpe.merges }));
writeFileSync(join(folder, "shape.json"), JSON.stringify(SHAPE));
writeConversations();

function* texts(): Generator<string> {
  let left = LEARNED_FROM;
  for (const turns of drawn(1000, held)) {
    for (const { role, text } of turns) if (role === "user") yield text;
    // Answers are few and repeat, so that each counts as often as a question only once in a while.
    if (left % 4 === 0) yield* turns.filter(({ role }) => role !== "user").map(({ text }) => text);
    if (--left === 0) return;
  }
}

/** Words of the answers, which are most of what Guide writes. */
function words(): Set<string> {
  const answers = [FALLBACK.en, ...facts.map(({ en }) => en.answer)].join(" ");
  return new Set(answers.match(/(?<= )[A-Za-z]+/g));
}

/** By language and fact: tokens of the answer until no other answer begins alike. */
function decisions(): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const language of LANGUAGES) {
    const answers = [["other", FALLBACK[language]], ...facts.map((fact) => [fact.id, fact[language].answer])].map(
      ([id, text]) => ({ id: id!, ids: bpe.encode(text!) }),
    );
    for (const { id, ids } of answers) {
      const shared = answers.map((other) => (other.id === id ? 0 : commonLength(ids, other.ids)));
      lengths.set(`${language}:${id}`, Math.max(...shared) + 1);
    }
  }
  return lengths;
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function writeConversations(): void {
  const random = new Random(Number(seed) + 7);
  const ids: number[] = [];
  const loss: number[] = [];
  const ends: number[] = [];
  let left = Number(count);
  for (const turns of drawn(Number(seed), held)) {
    encode(turns, random, ids, loss);
    ends.push(ids.length);
    if (--left === 0) break;
  }
  writeFileSync(join(folder, "ids.u16"), Uint16Array.from(ids));
  writeFileSync(join(folder, "loss.u8"), Uint8Array.from(loss));
  writeFileSync(join(folder, "ends.u32"), Uint32Array.from(ends));
  console.error(`${ends.length} conversations, ${ids.length} tokens, ${loss.filter((one) => one).length} judged`);
}

/** Appends a conversation; `loss` is 1 at every token that Guide has to say. */
function encode(turns: readonly Turn[], random: Random, ids: number[], loss: number[]): void {
  const push = (tokens: number[], judged: boolean) => {
    for (const token of tokens) {
      ids.push(token);
      loss.push(judged ? 1 : 0);
    }
  };
  const control = (text: string) => [special.get(text)!];
  for (const [index, { role, text, fact }] of turns.entries()) {
    push([...control("<|im_start|>"), ...bpe.encode(`${role}\n`)], false);
    if (role !== "assistant") {
      const vary = role === "user" && random.uniform() < DROPOUT.share;
      push(vary ? bpe.encode(text, DROPOUT.merges, random) : bpe.encode(text), false);
      push([...control("<|im_end|>"), ...bpe.encode("\n")], false);
      continue;
    }
    const answer = withSpecials(text);
    const language = /[\u4e00-\u9fff]/.test(text) ? "zh" : "en";
    const enough = fact && decided.get(`${language}:${fact}`)! + BEYOND;
    if (enough && enough < answer.length && index === turns.length - 1 && random.uniform() < CUT) {
      push(answer.slice(0, enough), true);
      return;
    }
    push([...answer, ...control("<|im_end|>")], true);
    push(bpe.encode("\n"), false);
  }
}

function withSpecials(text: string): number[] {
  return text.split(/(<\/?tool_call>)/).flatMap((part) => {
    const id = special.get(part);
    return id === undefined ? bpe.encode(part) : [id];
  });
}
