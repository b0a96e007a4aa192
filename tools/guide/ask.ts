// Runs a held-out prompt on an engine: every message of the person in turn, greedily, the answers between them the model's own.
import type { ChatMessage, GenerateEvent, GenerateRequest } from "../../src/protocol/backend.ts";
import { samplingOf } from "../../src/protocol/sampling.ts";
import { type Call, callOf } from "./chat.ts";
import type { HeldOut } from "./held-out.ts";

/** An answer is cut here; the longest that Guide learned is half of it. */
export const MAX_TOKENS = 256;

interface Generates {
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
}

/** The answer to the last message, as text; the conversation that led to it is given to `seen`. */
export async function ask(
  engine: Generates,
  { messages }: HeldOut,
  seen?: (conversation: readonly ChatMessage[]) => void,
): Promise<string> {
  const { signal } = new AbortController();
  const said: ChatMessage[] = [];
  let answer = "";
  for (const content of messages) {
    said.push({ role: "user", content });
    const prompt = { messages: [...said] };
    answer = "";
    const request = { prompt, sampling: samplingOf({ temperature: 0 }, 0), stop: [], maxTokens: MAX_TOKENS };
    for await (const event of engine.generate(request, signal)) if (event.type === "text") answer += event.text;
    seen?.(prompt.messages);
    said.push(messageOf(answer));
  }
  return answer;
}

/** An answer as the API gives it and the next request has it. */
export function messageOf(answer: string): ChatMessage {
  const call: Call | null = callOf(answer);
  if (!call) return { role: "assistant", content: answer };
  const made = { name: call.name, arguments: JSON.stringify(call.arguments) };
  return { role: "assistant", content: null, tool_calls: [{ id: "call", type: "function", function: made }] };
}
