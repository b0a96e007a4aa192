// A conversation as it is stored: a tree of messages, so that editing and regenerating keep what was there before. Pure functions, no I/O.
import type { ChatMessage, FinishReason, RunReport, SamplingOptions } from "../../api/types.ts";
import type { Digest } from "../../base/manifest.ts";
import type { Failure } from "../../ui/error-view.ts";
import type { ListedModel } from "../app.ts";

/**
 * Of a call: `waiting` for the person, `started` from just before it is carried out, or how it ended. One that is stored as
 * `started` and carried out by no page was cut off: whether it was done is not known.
 */
export type CallState = "waiting" | "started" | "done" | "refused" | "failed";

/** {@link CallState}, and `undone` for what was done and taken back. */
export type CallEnd = CallState | "undone";

/** An action that a model with built-in tools asked for. */
export interface NodeCall {
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
  state: CallState;
  /** The version of the model that asked. */
  model?: Digest;
  /** Of one that is done: the arguments as they were understood. */
  given?: Record<string, string>;
  /** Of one that lists models. */
  models?: ListedModel[];
  failure?: Failure;
  /** Done, and then undone by the person. */
  undone?: boolean;
}

export interface ChatNode {
  id: string;
  /** The message it follows; null for the first. */
  parent: string | null;
  role: "user" | "assistant";
  content: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Part of a text that a model without a chat template continues. */
  plain?: boolean;
  /** Of an answer: the model it came from. */
  model?: string;
  /** Of an answer that has ended; `stopped` by the person, `failed` by an error. */
  end?: FinishReason | "stopped" | "failed";
  report?: RunReport;
  /** Prompt and answer together, in tokens. */
  totalTokens?: number;
  failure?: Failure;
  /** Of an answer: the actions that it asks for. */
  calls?: NodeCall[];
}

export interface ChatDocument {
  schema: 1;
  id: string;
  /** Empty until the first message names it. */
  title: string;
  createdAt: number;
  updatedAt: number;
  pinned: boolean;
  /** `name:tag`, or null before one was chosen. */
  model: string | null;
  system: string;
  sampling: SamplingOptions;
  nodes: ChatNode[];
  /** The last message of the branch that is shown. */
  leaf: string | null;
}

export function newChat(id: string, now: number, model: string | null): ChatDocument {
  return {
    schema: 1,
    id,
    title: "",
    createdAt: now,
    updatedAt: now,
    pinned: false,
    model,
    system: "",
    sampling: {},
    nodes: [],
    leaf: null,
  };
}

/** A stored value as a chat, or undefined when it is none that this version understands. */
export function asChat(value: unknown): ChatDocument | undefined {
  const chat = value as ChatDocument | null;
  const valid =
    typeof chat === "object" && chat?.schema === 1 && typeof chat.id === "string" && Array.isArray(chat.nodes);
  return valid ? chat : undefined;
}

export function nodeOf(chat: ChatDocument, id: string | null): ChatNode | undefined {
  return chat.nodes.find((node) => node.id === id);
}

/** The messages from the first to `leaf` (by default: of the branch that is shown). */
export function branch(chat: ChatDocument, leaf = chat.leaf): ChatNode[] {
  const byId = new Map(chat.nodes.map((node) => [node.id, node]));
  const path: ChatNode[] = [];
  for (let node = byId.get(leaf ?? ""); node; node = byId.get(node.parent ?? "")) path.unshift(node);
  return path;
}

/** The versions of a message: those that follow the same one, oldest first. */
export function versions(chat: ChatDocument, node: ChatNode): ChatNode[] {
  return chat.nodes.filter(({ parent, role }) => parent === node.parent && role === node.role);
}

/** Adds a message after `parent` and shows its branch. */
export function addNode(chat: ChatDocument, node: ChatNode): ChatNode {
  chat.nodes.push(node);
  chat.leaf = node.id;
  chat.updatedAt = node.createdAt;
  if (!chat.title && node.role === "user") chat.title = titleOf(node.content);
  return node;
}

/** Shows the branch that goes through a message, to the newest message after it. */
export function showVersion(chat: ChatDocument, id: string): void {
  let leaf = id;
  for (;;) {
    const next = chat.nodes.findLast(({ parent }) => parent === leaf);
    if (!next) break;
    leaf = next.id;
  }
  chat.leaf = leaf;
}

/** A message and all that follow it, in any branch. */
export function subtree(chat: ChatDocument, id: string): Set<string> {
  const inside = new Set([id]);
  // A message is stored after the one it follows.
  for (const node of chat.nodes) if (node.parent !== null && inside.has(node.parent)) inside.add(node.id);
  return inside;
}

/** Removes a message and all that follow it; another version of it, or else the message before it, is shown. */
export function removeNode(chat: ChatDocument, id: string): void {
  const node = nodeOf(chat, id);
  if (!node) return;
  const gone = subtree(chat, id);
  chat.nodes = chat.nodes.filter((other) => !gone.has(other.id));
  const other = versions(chat, node).at(-1);
  if (other) showVersion(chat, other.id);
  else chat.leaf = node.parent;
}

export function endOf({ state, undone }: NodeCall): CallEnd {
  return undone ? "undone" : state;
}

/** What a model's template takes. */
export interface Taken {
  /** Calls and how they ended; otherwise a call is a line of what was said. */
  calls: boolean;
  system: boolean;
}

/** The branch up to a message as the API takes it, the system prompt first. */
export function toMessages(
  chat: ChatDocument,
  leaf: string | null,
  takes: Taken = { calls: false, system: true },
): ChatMessage[] {
  const path = branch(chat, leaf);
  const said = path.flatMap(takes.calls ? withCalls : withLines);
  return takes.system && chat.system.trim() ? [{ role: "system", content: chat.system }, ...said] : said;
}

function withLines({ role, content, calls = [] }: ChatNode): ChatMessage[] {
  return [{ role, content: [content, ...calls.map(callLine)].filter(Boolean).join("\n") }];
}

/** How a call ended, in the three words that models with built-in tools are trained on. */
const OUTCOMES = {
  ...{ done: "done", refused: "refused", failed: "failed" },
  // What was taken back, or not yet allowed, changed nothing; what was begun was allowed.
  ...{ undone: "refused", waiting: "refused", started: "done" },
} as const satisfies Record<CallEnd, string>;

/** An answer with its calls, and after it a message for the end of each. */
function withCalls({ role, content, calls = [] }: ChatNode): ChatMessage[] {
  if (calls.length === 0) return [{ role, content }];
  const tool_calls = calls.map(({ id, name, arguments: given }) => {
    return { id, type: "function" as const, function: { name, arguments: given } };
  });
  const ends = calls.map((call): ChatMessage => {
    // Word for word as in training.
    return { role: "tool", tool_call_id: call.id, content: `{"outcome": "${OUTCOMES[endOf(call)]}"}` };
  });
  return [{ role, content: content || null, tool_calls }, ...ends];
}

function callLine(call: NodeCall): string {
  return `${call.name} ${call.arguments}: ${endOf(call)}`;
}

/** The branch up to a message as one text, for a model that continues text. */
export function toText(chat: ChatDocument, leaf: string | null): string {
  return branch(chat, leaf)
    .map(({ content }) => content)
    .join("");
}

/** The first line of a message, cut to 60 characters. */
export function titleOf(content: string): string {
  const line = content.trim().split("\n")[0] ?? "";
  const characters = [...line];
  return characters.length > 60 ? `${characters.slice(0, 59).join("").trimEnd()}…` : line;
}

/** What {@link toMarkdown} cannot know: the headings of the roles, and the ends of calls in words. */
export type MarkdownNames = Record<"user" | "assistant" | "system" | CallEnd, string>;

/** The branch that is shown as Markdown. */
export function toMarkdown(chat: ChatDocument, names: MarkdownNames): string {
  const system = chat.system.trim() ? [`## ${names.system}\n\n${chat.system.trim()}`] : [];
  const said = branch(chat).map(({ role, content, model, calls = [] }) => {
    const who = role === "user" ? names.user : `${names.assistant}${model ? ` (${model})` : ""}`;
    const called = calls.map((call) => `- \`${call.name} ${call.arguments}\`: ${names[endOf(call)]}`);
    return [`## ${who}`, content.trim(), called.join("\n")].filter(Boolean).join("\n\n");
  });
  return `${[`# ${chat.title}`, ...system, ...said].join("\n\n")}\n`;
}
