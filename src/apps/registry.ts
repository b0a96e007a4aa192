// The table of apps: adding one is its title in titles.ts, a row here and a folder beside this file. Each loads when it is first opened.
import type { Size } from "../ui/geometry.ts";
import type { IconName } from "../ui/icon.ts";
import type { AppId } from "./titles.ts";

export interface AppEntry {
  icon: IconName;
  /** Tag of its element. */
  tag: string;
  size: Size;
  minSize: Size;
  load(): Promise<unknown>;
}

export const apps: Record<AppId, AppEntry> = {
  chat: {
    icon: "chat",
    tag: "oriel-chat-app",
    size: { width: 840, height: 720 },
    minSize: { width: 320, height: 280 },
    load: () => import("./chat/chat-app.ts"),
  },
  models: {
    icon: "models",
    tag: "oriel-models-app",
    size: { width: 560, height: 640 },
    minSize: { width: 320, height: 240 },
    load: () => import("./models/models-app.ts"),
  },
};

export const appIds = Object.keys(apps) as AppId[];

/** The apps that a first visit shows side by side. */
export const openingPair: readonly [left: AppId, right: AppId] = ["chat", "models"];
