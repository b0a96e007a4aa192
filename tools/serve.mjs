// A static file server for the built page: right types, a content security policy, nothing outside its folder. Not a development server.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
  ".gguf": "application/octet-stream",
};

/**
 * The policy that the page states in its own HTML. It is sent with every file too, since a worker takes its policy from its own response.
 * @param {string} html
 */
export function contentSecurityPolicy(html) {
  const policy = /<meta[^>]*http-equiv="Content-Security-Policy"[^>]*content="([^"]+)"/s.exec(html)?.[1];
  if (!policy) throw new Error("Expected index.html to state a Content-Security-Policy but found none");
  return policy;
}

/**
 * Serves a folder on localhost, over IPv4 and, where the machine has it, IPv6.
 * @param {string} folder
 * @param {number} port 0 for any free one
 * @returns {Promise<{ port: number, close: () => Promise<void> }>} rejects with `EADDRINUSE` when the port is taken
 */
export async function serve(folder, port) {
  const policy = contentSecurityPolicy(readFileSync(join(folder, "index.html"), "utf8"));
  const answer = handler(folder, policy);
  const first = await listen(createServer(answer), "127.0.0.1", port);
  const servers = [first];
  const address = first.address();
  const bound = typeof address === "object" && address ? address.port : port;
  try {
    servers.push(await listen(createServer(answer), "::1", bound));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE") {
      first.close();
      throw error;
    }
  }
  const close = (/** @type {import("node:http").Server} */ server) =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { port: bound, close: async () => void (await Promise.all(servers.map(close))) };
}

/**
 * @param {import("node:http").Server} server
 * @param {string} host
 * @param {number} port
 * @returns {Promise<import("node:http").Server>}
 */
function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}

/**
 * @param {string} folder
 * @param {string} policy
 * @returns {import("node:http").RequestListener}
 */
function handler(folder, policy) {
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return end(response, 405, { Allow: "GET, HEAD" });
    const file = fileFor(folder, request.url ?? "/");
    if (!file) return end(response, 404, { "Content-Type": TYPES[".txt"] }, "Not found\n");
    const hashed = /[/\\]assets[/\\]/.test(file);
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Content-Length": statSync(file).size,
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    });
    if (request.method === "HEAD") return response.end();
    // A file may vanish while the page is rebuilt.
    createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
  };
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {import("node:http").OutgoingHttpHeaders} headers
 */
function end(response, status, headers, body = "") {
  response.writeHead(status, headers);
  response.end(body);
}

/**
 * The file that a URL names inside the folder, or undefined. A folder means its index.html.
 * @param {string} folder
 * @param {string} url
 */
function fileFor(folder, url) {
  let path;
  try {
    path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  } catch {
    return undefined;
  }
  if (path.includes("\0") || path.split(/[/\\]/).includes("..")) return undefined;
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}
