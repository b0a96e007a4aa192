// The ids of the apps and their titles in every language; what else the shell knows of an app is in registry.ts.
import { defineTexts } from "../ui/i18n.ts";

export const titles = defineTexts({ chat: "Chat", models: "Models" }, { chat: "聊天", models: "模型" });

export type AppId = keyof typeof titles.tables.en;
