import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contentSecurityPolicy, serve } from "../../tools/serve.mjs";

const root = mkdtempSync(join(tmpdir(), "oriel-serve-"));
const folder = join(root, "dist");
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(folder, "index.html"), `<meta http-equiv="Content-Security-Policy" content="${POLICY}" /><p>page`);
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
  expect(body).toContain("page");
});

test("hashed assets are kept for ever and have a script's type", async () => {
  const { headers } = await get("/assets/a.js");
  expect(headers["content-type"]).toBe("text/javascript; charset=utf-8");
  expect(headers["cache-control"]).toContain("immutable");
});

test("the page's own policy comes with every file, workers included", async () => {
  for (const path of ["/", "/assets/a.js"]) expect((await get(path)).headers["content-security-policy"]).toBe(POLICY);
});

test("a page without a policy is not served", () => {
  expect(() => contentSecurityPolicy("<p>page")).toThrow("Expected index.html to state a Content-Security-Policy");
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
