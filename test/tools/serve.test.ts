import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../tools/serve.mjs";

const root = mkdtempSync(join(tmpdir(), "oriel-serve-"));
const folder = join(root, "dist");
const theme = "document.documentElement.dataset.theme = 'dark'";
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<script>${theme}</script><script type="module" src="/assets/a.js"></script>`,
  );
  writeFileSync(join(folder, "assets/a.js"), "1");
  writeFileSync(join(root, "secret.txt"), "secret");
  server = await serve(folder, 0);
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** A request whose path is sent as it is; `fetch` would resolve dots itself. */
function get(path: string, method = "GET") {
  return new Promise<{ status?: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: server.port, path, method }, (response) => {
      let body = "";
      response.on("data", (part) => (body += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("serves the page at /", async () => {
  const { status, headers, body } = await get("/?app=models");
  expect(status).toBe(200);
  expect(headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-cache");
  expect(body).toContain("theme");
});

test("hashed assets are kept for ever and have a script's type", async () => {
  const { headers } = await get("/assets/a.js");
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(headers["cache-control"]).toContain("immutable");
});

test("the policy allows own scripts and the page's inline script, and no connection elsewhere", async () => {
  const policy = String((await get("/")).headers["content-security-policy"]);
  const hash = createHash("sha256").update(theme).digest("base64");
  expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/connect-src 'self' blob:;/);
  expect(policy).not.toContain("unsafe-eval");
});

test.each([
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/assets/..%5c..%5csecret.txt",
  "/%00",
  "/%zz",
  "/none.js",
])("%s is not found", async (path) => {
  const { status, body } = await get(path);
  expect(status).toBe(404);
  expect(body).not.toContain("secret");
});

test("only reads", async () => {
  expect((await get("/", "POST")).status).toBe(405);
  const head = await get("/", "HEAD");
  expect(head.status).toBe(200);
  expect(head.body).toBe("");
});

test("a taken port is an error", async () => {
  await expect(serve(folder, server.port)).rejects.toMatchObject({ code: "EADDRINUSE" });
});
