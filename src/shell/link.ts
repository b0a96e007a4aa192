// What the page's address asks for: `/?app=models&ref=name:tag`, `/?app=chat&chat=ID`.
import type { AppId, AppParams } from "../apps/app.ts";
import { appIds } from "../apps/registry.ts";

/** The app and its parameters named by a query string; an unknown app names none. */
export function readLink(query: string): { app?: AppId; params: AppParams } {
  const values = new URLSearchParams(query);
  const app = appIds.find((id) => id === values.get("app"));
  return { app, params: { ref: values.get("ref") ?? undefined, chat: values.get("chat") ?? undefined } };
}

/** The address that opens an app with parameters. */
export function writeLink(app: AppId, params: { ref?: string; chat?: string }, base: string): string {
  const url = new URL(base);
  url.search = new URLSearchParams({ app, ...params }).toString();
  return url.href;
}
