// The actions that answers ask for: held to the table, allowed by the person, carried out, undone. How they look is not known here.
import type { ModelEntry, Progress } from "../../api/types.ts";
import { OrielError } from "../../base/errors.ts";
import { announce } from "../../ui/announce.ts";
import { failureOf } from "../../ui/error-view.ts";
import { checkCall } from "../action-arguments.ts";
import { describeAction } from "../action-texts.ts";
import { type ActionName, actions, type Consent } from "../actions.ts";
import type { AppHost } from "../app.ts";
import { branch, type ChatDocument, type ChatNode, type NodeCall, titleOf } from "./chat-document.ts";
import { text } from "./texts.ts";

/** What the person does about a call. */
export type CallAnswer = "allow" | "always" | "refuse" | "undo" | "cancel";

/** What there is to know of a call beside what is stored of it. */
export interface CallView {
  call: NodeCall;
  /** Who asks, as a person knows it. */
  who: string;
  /** The action in words; undefined for one that the table does not have. */
  what?: string;
  consent?: Consent;
  /** While it is carried out. */
  running?: { progress?: Progress };
  undoable: boolean;
}

export class ChatCalls {
  readonly #running = new Map<NodeCall, { progress?: Progress; abort: AbortController }>();
  readonly #undo = new WeakMap<NodeCall, () => void>();

  /** @param changed called after each change of a call of a chat */
  constructor(
    private readonly host: Pick<AppHost, "perform" | "consents">,
    private readonly changed: (chat: ChatDocument) => void,
  ) {}

  /** The calls of a message, as they are shown. */
  views(node: ChatNode, models: readonly ModelEntry[]): CallView[] {
    const { name } = models.find(({ ref }) => ref === node.model) ?? {};
    const who = titleOf(name || (node.model ?? text("assistant")));
    return (node.calls ?? []).map((call) => {
      const undoable = this.#undo.has(call) && !call.undone;
      const running = this.#running.get(call);
      try {
        const { name, given } = checkCall(call.name, call.arguments);
        const what = describeAction(name, call.given ?? given);
        return { call, who, what, consent: actions[name].consent, running, undoable };
      } catch {
        return { call, who, running, undoable };
      }
    });
  }

  /**
   * Takes the calls of an answer that has ended: carries out what needs no consent or has it for good, lets the rest wait
   * for the person. The calls of an answer that was cut short are refused, those that are no action of the table fail.
   */
  async offer(chat: ChatDocument, node: ChatNode, models: readonly ModelEntry[]): Promise<void> {
    const model = models.find(({ ref }) => ref === node.model);
    for (const view of this.views(node, models)) {
      const { call, who, what, consent } = view;
      call.model = model?.digest;
      if (node.end !== "tool_calls") call.state = "refused";
      else if (this.#fails(call, model)) continue;
      else if (consent === "never" || (consent === "once" && this.#allowed(call))) await this.#perform(chat, call);
      else announce(text("wantsAnswer", { wants: text("wants", { who, what: what! }) }));
    }
    this.changed(chat);
  }

  answer(chat: ChatDocument, call: NodeCall, answer: CallAnswer): void {
    if (answer === "cancel") this.#running.get(call)?.abort.abort();
    else if (answer === "undo") this.#revert(call);
    else if (call.state !== "waiting" || this.#running.has(call)) return;
    else if (answer === "refuse") call.state = "refused";
    else {
      if (answer === "always" && call.model) this.host.consents.give(call.model, call.name as ActionName);
      this.#perform(chat, call);
    }
    this.changed(chat);
  }

  /** The person goes on without an answer to what waits in the branch that is shown. */
  pass(chat: ChatDocument): void {
    for (const call of branch(chat).flatMap(({ calls = [] }) => calls))
      if (call.state === "waiting" && !this.#running.has(call)) call.state = "refused";
  }

  #allowed(call: NodeCall): boolean {
    return call.model !== undefined && this.host.consents.has(call.model, call.name as ActionName);
  }

  /** Whether a call is nothing that could be allowed; how it fails is written in it. */
  #fails(call: NodeCall, model: ModelEntry | undefined): boolean {
    try {
      checkCall(call.name, call.arguments);
      if (model?.builtInTools.includes(call.name)) return false;
      const tools = model?.builtInTools.join(", ") || "none";
      throw new OrielError("denied", `Expected one of the model's built-in tools (${tools}) but found ${call.name}`);
    } catch (error) {
      call.state = "failed";
      call.failure = failureOf(error);
      return true;
    }
  }

  async #perform(chat: ChatDocument, call: NodeCall): Promise<void> {
    const running: { progress?: Progress; abort: AbortController } = { abort: new AbortController() };
    this.#running.set(call, running);
    this.changed(chat);
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
        announce(text("callDone", { what: describeAction(name, outcome.given) }));
      }
    } catch (error) {
      const failure = failureOf(error);
      call.state = failure.code === "aborted" ? "refused" : "failed";
      if (call.state === "failed") call.failure = failure;
    }
    this.#running.delete(call);
    this.changed(chat);
  }

  #revert(call: NodeCall): void {
    const undo = this.#undo.get(call);
    if (!undo || call.undone) return;
    undo();
    call.undone = true;
    this.#undo.delete(call);
  }
}
