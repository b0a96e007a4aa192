// What the Chat app offers in the command palette: everything its buttons do, for the chat that is open.
import { copyText } from "../../ui/copy-button.ts";
import type { Command } from "../app.ts";
import type { CallAnswer, CallView } from "./chat-calls.ts";
import type { ChatController } from "./chat-controller.ts";
import { branch, type ChatDocument } from "./chat-document.ts";
import { text } from "./texts.ts";

export interface ChatActions {
  create(): void;
  toInput(): void;
  pickModel(): void;
  toggleSettings(): void;
  toggleList(): void;
  open(chat: ChatDocument): void;
  rename(chat: ChatDocument): void;
  export(chat: ChatDocument, format: "md" | "json"): void;
  delete(chat: ChatDocument): void;
}

export function chatCommands(control: ChatController, actions: ChatActions): Command[] {
  const { chat, session } = control;
  const command = (id: string, label: string, icon: Command["icon"], run: () => void, shortcut?: string): Command => ({
    id: `chat.${id}`,
    label,
    group: text("group"),
    icon,
    shortcut,
    run,
  });
  const last = branch(chat).at(-1);
  const answer = branch(chat).findLast(({ role, content }) => role === "assistant" && content);
  const always = [
    command("new", text("newChat"), "plus", () => actions.create()),
    command("focus", text("focusInput"), "edit", () => actions.toInput(), "Shift+Escape"),
    command("model", text("chooseModel"), "models", () => actions.pickModel(), "Mod+Shift+M"),
  ];
  const ofAnswer = session
    ? [command("stop", text("stopAnswer"), "stop", () => control.stop())]
    : last
      ? [command("regenerate", text("regenerate"), "refresh", () => control.regenerate(last), "Mod+Shift+Enter")]
      : [];
  const what = ({ call, what }: CallView) => ({ what: what ?? call.name });
  const ofCalls = branch(chat)
    .flatMap((node) => control.calls(node))
    .flatMap((view) => {
      const { call, scope, undoable } = view;
      const answer = (to: CallAnswer, label: string, icon: Command["icon"]) =>
        command(`${to}.${call.id}`, label, icon, () => control.answerCall(call, to));
      if (undoable) return [answer("undo", text("undoWhat", what(view)), "refresh")];
      if (call.state !== "waiting") return [];
      return [
        answer("allow", text("allowWhat", what(view)), "check"),
        ...(scope ? [answer("always", text("alwaysAllowWhat", { what: scope }), "check")] : []),
        answer("refuse", text("refuseWhat", what(view)), "close"),
      ];
    });
  const panels = [
    command("settings", text("settings"), "settings", () => actions.toggleSettings()),
    command("list", text("toggleChats"), "sidebar", () => actions.toggleList()),
  ];
  const ofChat = last
    ? [
        ...(answer ? [command("copy", text("copyAnswer"), "copy", () => copyText(answer.content))] : []),
        command("rename", text("renameChat"), "edit", () => actions.rename(chat)),
        command("pin", text(chat.pinned ? "unpinChat" : "pinChat"), "pin", () => control.set({ pinned: !chat.pinned })),
        command("markdown", text("exportMarkdown"), "download", () => actions.export(chat, "md")),
        command("json", text("exportJson"), "download", () => actions.export(chat, "json")),
        command("delete", text("deleteChat"), "trash", () => actions.delete(chat)),
      ]
    : [];
  const others = control.chats.map((other) =>
    command(`open.${other.id}`, text("openChat", { title: other.title || text("untitled") }), "chat", () =>
      actions.open(other),
    ),
  );
  return [...always, ...ofAnswer, ...ofCalls, ...panels, ...ofChat, ...others];
}
