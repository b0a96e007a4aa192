// Names of models and quantizations as people type them: known families, and invented ones, so that copying is learned and not the names.
import type { Random } from "../../test/make/random.ts";

const FAMILIES =
  "SmolLM2|Qwen2.5|Qwen3|Llama-3.2|llama3.1|TinyLlama|Mistral|Mixtral|phi-3|Phi-4|gemma-2|Gemma3|stories260K|stories15M|OpenHermes|vicuna|Yi|deepseek-r1|DeepSeek-Coder|falcon|granite|StableLM|olmo2|SmolVLM|zephyr|orca-mini|codellama|starcoder2|internlm2|baichuan2|chatglm3|minicpm|aya|nemotron|guide|dolphin|wizard|nous-hermes|solar|xwin|bloomz".split(
    "|",
  );
const SIZES = "135M|360M|0.5B|1B|1.1B|1.5B|1.7B|2b|3b|3B|4B|6B|7b|7B|8b|8B|9B|13b|14B|70b|mini|small|large|tiny".split(
  "|",
);
const KINDS = "instruct|Instruct|chat|Chat|base|it|v1|v2|v0.3|distill|coder|math|zh|2024|preview|final|test".split("|");
export const QUANTS = "Q4_0|Q4_1|Q4_K_M|Q4_K_S|Q5_0|Q5_1|Q5_K_M|Q5_K_S|Q6_K|Q8_0|Q3_K_M|Q3_K_L|Q3_K_S|Q2_K".split("|");
const LOOSE_QUANTS = [...QUANTS, ...QUANTS.map((name) => name.toLowerCase()), "F16", "f16", "bf16", "F32", "iq4_xs"];
const TAGS = "latest|v2|v1|old|new|1b|135m|7b|q4|q8|test|beta|2|3.1|main|dev|stable|backup".split("|");
const START = "b|br|c|ch|d|dr|f|fl|g|gr|h|j|k|kl|l|m|n|p|pl|qu|r|s|sh|st|t|tr|v|w|x|z|zh|y".split("|");
const MIDDLE = "a|e|i|o|u|ai|ee|io|ou|oo|ao|ia|ei|ui".split("|");
const END = "|n|l|r|s|t|x|m|k|ng|nd|rt".split("|");

const OWNERS =
  "unsloth|bartowski|TheBloke|meta-llama|Qwen|ggml-org|HuggingFaceTB|microsoft|google|me|my-team|user".split("|");
const WORDS =
  "cat|panda|apple|lemon|river|stone|draft|story|writer|helper|robot|sunny|winter|blue|red|tiny|fast|my|the-one|big|little|demo|sample|model|assistant|poet|tutor|lawyer|doctor|nurse|rocket|comet|falcon|tiger|lotus|bamboo|ginger|pepper|mango|walnut|harbor|meadow|copper|silver|pixel|widget|banana|turtle|xiaoming|dahai|beijing|longmao|haitang|yunduo|xingxing|tianqi|mengya|zhinan".split(
    "|",
  );

/** A name of a quantization, in capitals for the most part. */
export function quantName(random: Random): string {
  return random.uniform() < 0.75 ? pick(random, QUANTS) : pick(random, LOOSE_QUANTS);
}

/** A name such as `qwen2.5-0.5b-instruct-q4_k_m`, `my-model:v2` or `Brelkon`. */
export function modelName(random: Random): string {
  const invented = random.uniform() < 0.5;
  const separator = pick(random, ["-", "-", "-", "_", "."]);
  const often = (share: number) => random.uniform() < share;
  const parts = [invented ? inventedName(random, separator) : pick(random, FAMILIES)];
  if (often(invented ? 0.3 : 0.55)) parts.push(pick(random, SIZES));
  if (often(invented ? 0.15 : 0.35)) parts.push(pick(random, KINDS));
  if (often(0.25)) parts.push(pick(random, LOOSE_QUANTS));
  let name = parts.join(separator);
  if (often(0.3)) name += `:${often(0.7) ? pick(random, TAGS) : inventedName(random, "-")}`;
  if (often(0.08)) name += pick(random, [".gguf", "-GGUF"]);
  if (often(0.06)) name = `${often(0.7) ? pick(random, OWNERS) : inventedName(random, "-")}/${name}`;
  if (often(0.55)) name = name.toLowerCase();
  else if (often(0.05)) name = name.toUpperCase();
  return name;
}

function inventedName(random: Random, separator: string): string {
  const words = 1 + (random.uniform() < 0.35 ? 1 : 0);
  const word = () => {
    if (random.uniform() < 0.25) return pick(random, WORDS);
    let text = "";
    const syllables = 1 + random.below(3);
    for (let i = 0; i < syllables; i++) text += pick(random, START) + pick(random, MIDDLE) + pick(random, END);
    if (random.uniform() < 0.4) text = text[0]!.toUpperCase() + text.slice(1);
    return random.uniform() < 0.25 ? `${text}${random.below(100)}` : text;
  };
  return Array.from({ length: words }, word).join(separator);
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}
