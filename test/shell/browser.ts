// A real Chromium on the real index.html, with the root replaced by test/shell/page.ts.
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { createServer, type ViteDevServer } from "vite";
import { findChromium } from "../../tools/chromium.mjs";
import type { Script } from "../apps/fake-oriel.ts";

const root = join(import.meta.dirname, "../..");
const webgpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

/** Serves the page; `file` is the module that takes the place of src/main.ts. */
export function servePage(file = "/test/shell/page.ts", port = 0): Promise<ViteDevServer> {
  return createServer({
    root,
    configFile: false,
    logLevel: "error",
    cacheDir: join(root, ".cache/vite-test"),
    server: { port, hmr: false, watch: null },
    optimizeDeps: { include: ["lit", "lit/decorators.js", "lit/directives/repeat.js", "marked", "dompurify"] },
    plugins: [
      { name: "root", transformIndexHtml: { order: "pre", handler: (html) => html.replace("/src/main.ts", file) } },
    ],
  }).then((server) => server.listen());
}

export class Desktop {
  /** What went wrong in the page, and requests that left it. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    server: ViteDevServer,
    { script = {}, path = "/", ...options }: { script?: Script; path?: string } & BrowserContextOptions = {},
  ): Promise<Desktop> {
    const url = server.resolvedUrls!.local[0]!;
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
