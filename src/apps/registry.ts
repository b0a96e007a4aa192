// The table of apps: adding one is a row here and a folder beside this file. Each loads when it is first opened.
import type { Size } from "../ui/geometry.ts";
import { type Locale, locale } from "../ui/i18n.ts";
import type { IconName } from "../ui/icon.ts";

export interface AppEntry {
  title: Record<Locale, string>;
  icon: IconName;
  /** Tag of its element. */
  tag: string;
  size: Size;
  minSize: Size;
  load(): Promise<unknown>;
}

const table = {
  chat: {
    title: { en: "Chat", "zh-CN": "聊天" },
    icon: "chat",
    tag: "oriel-chat-app",
    size: { width: 840, height: 720 },
    minSize: { width: 320, height: 280 },
    load: (): Promise<unknown> => import("./chat/chat-app.ts"),
  },
  models: {
    title: { en: "Models", "zh-CN": "模型" },
    icon: "models",
    tag: "oriel-models-app",
    size: { width: 560, height: 640 },
    minSize: { width: 320, height: 240 },
    load: (): Promise<unknown> => import("./models/models-app.ts"),
  },
} satisfies Record<string, AppEntry>;

export type AppId = keyof typeof table;

export const apps: Record<AppId, AppEntry> = table;

export const appIds = Object.keys(table) as AppId[];

/** The apps that a first visit shows side by side. */
export const openingPair: readonly [left: AppId, right: AppId] = ["chat", "models"];

/** Title of an app in the current language. */
export function titles(app: AppId): string {
  return apps[app].title[locale()];
}
