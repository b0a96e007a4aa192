// A real Chromium on the real index.html, with the root replaced by test/shell/page.ts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { findChromium } from "../../tools/chromium.mjs";
import type { Script } from "../apps/fake-oriel.ts";

const root = join(import.meta.dirname, "../..");
const webgpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** A page that is served until it is closed. */
export interface ServedPage {
  url: string;
  close(): Promise<void>;
}

/** Builds the page as it is shipped, with test/shell/page.ts in the place of src/main.ts, and serves it. */
export async function servePage(): Promise<ServedPage> {
  const outDir = mkdtempSync(join(tmpdir(), "oriel-page-"));
  const handler = (html: string) => html.replace("/src/main.ts", "/test/shell/page.ts");
  const common = { root, configFile: false, logLevel: "error" } as const;
  await build({
    ...common,
    plugins: [{ name: "test-root", transformIndexHtml: { order: "pre", handler } }],
    build: { outDir, emptyOutDir: true, target: "esnext", modulePreload: { polyfill: false } },
  });
  const server = await preview({ ...common, build: { outDir }, preview: { port: 0 } });
  return {
    url: server.resolvedUrls!.local[0]!,
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true });
    },
  };
}

export class Desktop {
  /** What went wrong in the page, and requests that left it. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    served: ServedPage,
    {
      script = {},
      path = "/",
      init,
      ...options
    }: { script?: Script; path?: string; init?: () => void } & BrowserContextOptions = {},
  ): Promise<Desktop> {
    const { url } = served;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const desktop = new Desktop(page);
    page.on("pageerror", (error) => desktop.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") desktop.complaints.push(message.text());
    });
    page.on("request", (request) => {
      const target = request.url();
      if (!target.startsWith(url) && !/^(blob|data):/.test(target)) desktop.complaints.push(`request to ${target}`);
    });
    await page.addInitScript((given) => {
      window.script = given;
    }, script);
    if (init) await page.addInitScript(init);
    await page.goto(new URL(path, url).href);
    await page.locator("ui-window:not([hidden])").first().waitFor();
    return desktop;
  }
}

/** A browser with WebGPU on SwiftShader, or without any. */
export function launch(gpu = true): Promise<Browser> {
  const executablePath = findChromium()?.path;
  if (!executablePath) throw new Error("Expected a Chromium but found none: run npm run setup");
  return chromium.launch({ executablePath, args: gpu ? webgpu : [] });
}
