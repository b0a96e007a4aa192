// Serves the measuring page, the peers' packages and the models on localhost, isolated from other origins: threads of WASM need that, and it makes clocks finer.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

const HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};

/** The folder that each path is served from; the longest that fits counts. */
export type Folders = Record<string, string>;

export interface Server extends AsyncDisposable {
  origin: string;
}

/** Starts on any free port. */
export async function servePeers(folders: Folders): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    answer(response, fileFor(folders, path.endsWith("/") ? `${path}index.html` : path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

function fileFor(folders: Folders, path: string): string | undefined {
  const [prefix] = Object.keys(folders)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length);
  if (prefix === undefined) return undefined;
  const file = join(folders[prefix]!, path.slice(prefix.length));
  return existsSync(file) && statSync(file).isFile() ? file : undefined;
}

function answer(response: ServerResponse, file: string | undefined): void {
  if (!file) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...HEADERS, "Content-Type": type, "Content-Length": statSync(file).size });
  createReadStream(file).pipe(response);
}
