// The table of apps: adding one is a row here and a folder beside this file. Each loads when it is first opened.
import type { Size } from "../ui/geometry.ts";
import { defineTexts } from "../ui/i18n.ts";
import type { IconName } from "../ui/icon.ts";
import type { AppId } from "./app.ts";

export interface AppEntry {
  id: AppId;
  icon: IconName;
  /** Tag of its element. */
  tag: string;
  size: Size;
  minSize: Size;
  load(): Promise<unknown>;
}

export const titles = defineTexts({ chat: "Chat", models: "Models" } satisfies Record<AppId, string>, {
  chat: "聊天",
  models: "模型",
});

export const apps: Record<AppId, AppEntry> = {
  chat: {
    id: "chat",
    icon: "chat",
    tag: "oriel-chat-app",
    size: { width: 840, height: 720 },
    minSize: { width: 320, height: 280 },
    load: () => import("./chat/chat-app.ts"),
  },
  models: {
    id: "models",
    icon: "models",
    tag: "oriel-models-app",
    size: { width: 560, height: 640 },
    minSize: { width: 320, height: 240 },
    load: () => import("./models/models-app.ts"),
  },
};

export const appIds = Object.keys(apps) as AppId[];
