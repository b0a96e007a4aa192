// The actions that answers ask for: held to the table, allowed by the person, carried out, undone. How they look is not known here.
import type { Progress } from "../../api/types.ts";
import { OrielError } from "../../base/errors.ts";
import { announce } from "../../ui/announce.ts";
import { failureOf } from "../../ui/error-view.ts";
import { checkCall } from "../action-arguments.ts";
import { describeAction, describeDone, describeScope } from "../action-texts.ts";
import { type ActionName, actions, isLasting } from "../actions.ts";
import type { AppHost } from "../app.ts";
import { branch, type ChatDocument, type ChatNode, type NodeCall, nodeOf } from "./chat-document.ts";
import type { ChatStore } from "./chat-store.ts";
import { withMeantModel } from "./meant-model.ts";
import { text } from "./texts.ts";

/** What the person does about a call. */
export type CallAnswer = "allow" | "always" | "refuse" | "undo" | "cancel";

/** Calls of one answer that are listened to; the rest is refused. */
const MOST_CALLS = 8;

/** What there is to know of a call beside what is stored of it. */
export interface CallView {
  call: NodeCall;
  /** Who asks: the name that the person has stored it under, not one that its file gives itself; Guide's where it is Guide. */
  who: string;
  /** The action in words; undefined for one that the table does not have. */
  what?: string;
  /** What a permission for good would be for, in words; undefined where none can be given. */
  scope?: string;
  /** While it is carried out. */
  running?: { progress?: Progress };
  undoable: boolean;
}

interface Running {
  progress?: Progress;
  abort: AbortController;
}

/** The name of a model is looked for in so many messages of the person: as many as Guide reads. */
const MESSAGES_READ = 2;

export class ChatCalls {
  readonly #running = new Map<NodeCall, Running>();
  readonly #undo = new WeakMap<NodeCall, () => void>();

  /** @param changed called after each change of a call of a chat */
  constructor(
    private readonly host: Pick<AppHost, "perform" | "consents" | "guide">,
    private readonly store: Pick<ChatStore, "flush" | "stored">,
    private readonly changed: (chat: ChatDocument) => void,
  ) {}

  /** The calls of a message, as they are shown. */
  views(node: ChatNode): CallView[] {
    const { digest } = this.host.guide();
    return (node.calls ?? []).map((call) => {
      const who = digest !== undefined && call.model === digest ? "Guide" : (node.model ?? text("assistant"));
      const undoable = this.#undo.has(call) && !call.undone;
      const running = this.#running.get(call);
      try {
        const { name, given } = checkCall(call.name, call.arguments);
        const what = describeAction(name, call.given ?? given);
        return { call, who, what, scope: isLasting(name) ? describeScope(name) : undefined, running, undoable };
      } catch {
        return { call, who, running, undoable };
      }
    });
  }

  /**
   * Takes the calls of an answer that has ended, all before any is carried out: lets those wait that a person may be asked
   * for. Then carries out what needs no consent or has it for good. The calls of an answer that was cut short stay refused.
   * @param tools names of the tools of the model that answered
   * @param refs the installed models
   */
  async offer(chat: ChatDocument, node: ChatNode, tools: readonly string[], refs: readonly string[]): Promise<void> {
    const asked = node.end === "tool_calls" ? (node.calls ?? []).slice(0, MOST_CALLS) : [];
    const said = branch(chat, node.parent)
      .filter(({ role }) => role === "user")
      .slice(-MESSAGES_READ)
      .map(({ content }) => content);
    for (const call of asked) settle(call, tools, said, refs);
    this.changed(chat);
    for (const { call, who, what } of this.views(node)) {
      // The person may have answered while another call was carried out.
      if (call.state !== "waiting") continue;
      if (this.#allowed(call)) await this.#perform(chat, call);
      else announce(text("wantsAnswer", { wants: text("wants", { who, what: what! }) }));
    }
  }

  answer(chat: ChatDocument, call: NodeCall, answer: CallAnswer): void {
    if (answer === "cancel") this.#running.get(call)?.abort.abort();
    else if (answer === "undo") this.#revert(call);
    else if (call.state !== "waiting") return;
    else if (answer === "refuse" || call.model === undefined) call.state = "refused";
    else {
      if (answer === "always") this.host.consents.give(call.model, call.name as ActionName);
      this.#perform(chat, call);
    }
    this.changed(chat);
  }

  /** The person goes on without an answer to what waits in the branch that is shown. */
  pass(chat: ChatDocument): void {
    for (const call of branch(chat).flatMap(({ calls = [] }) => calls))
      if (call.state === "waiting") call.state = "refused";
  }

  #allowed({ name, model }: NodeCall): boolean {
    const { consent } = actions[name as ActionName];
    if (consent !== "once") return consent === "never";
    return model !== undefined && this.host.consents.has(model, name as ActionName);
  }

  /** The call as another tab has stored it that carries it out, or has done so. */
  async #begunElsewhere(chat: ChatDocument, call: NodeCall): Promise<NodeCall | undefined> {
    const node = chat.nodes.find(({ calls }) => calls?.includes(call));
    const stored = nodeOf((await this.store.stored(chat.id)) ?? chat, node?.id ?? null);
    const other = stored?.calls?.find(({ id }) => id === call.id);
    return other && other !== call && other.state !== "waiting" && other.state !== "refused" ? other : undefined;
  }

  /** Carries out a call that waits, unless another tab does. It is stored as begun first, so that it is never offered again. */
  async #perform(chat: ChatDocument, call: NodeCall): Promise<void> {
    const running: Running = { abort: new AbortController() };
    this.#running.set(call, running);
    call.state = "started";
    const other = await this.#begunElsewhere(chat, call);
    if (other) Object.assign(call, other);
    else await this.#carryOut(chat, call, running);
    this.#running.delete(call);
    this.changed(chat);
  }

  async #carryOut(chat: ChatDocument, call: NodeCall, running: Running): Promise<void> {
    this.changed(chat);
    await this.store.flush();
    try {
      const { name, given } = checkCall(call.name, call.arguments);
      const outcome = await this.host.perform(name, given, {
        signal: running.abort.signal,
        onProgress: (progress) => {
          running.progress = progress;
          this.changed(chat);
        },
      });
      call.state = outcome.outcome;
      if (outcome.outcome === "done") {
        call.given = outcome.given;
        if (outcome.models) call.models = outcome.models;
        if (outcome.undo) this.#undo.set(call, outcome.undo);
        announce(describeDone(name, outcome.given));
      }
    } catch (error) {
      const failure = failureOf(error);
      call.state = failure.code === "aborted" ? "refused" : "failed";
      if (call.state === "failed") call.failure = failure;
    }
  }

  #revert(call: NodeCall): void {
    const undo = this.#undo.get(call);
    if (!undo || call.undone) return;
    undo();
    call.undone = true;
    this.#undo.delete(call);
  }
}

/** Lets a call wait for the person, or writes in it why it is nothing that could be allowed. */
function settle(call: NodeCall, tools: readonly string[], said: readonly string[], refs: readonly string[]): void {
  try {
    checkCall(call.name, call.arguments);
    if (!tools.includes(call.name)) {
      const expected = `one of the model's built-in tools (${tools.join(", ") || "none"})`;
      throw new OrielError("denied", `Expected ${expected} but found ${call.name}`);
    }
    call.arguments = withMeantModel(call.arguments, said, refs);
    call.state = "waiting";
  } catch (error) {
    call.state = "failed";
    call.failure = failureOf(error);
  }
}
