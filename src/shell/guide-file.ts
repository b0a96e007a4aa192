// Fetches the file of Guide from where the page came from. Nothing else is ever fetched for it.
import { OrielError } from "../base/errors.ts";
import type { Report } from "../base/progress.ts";

/** Beside the page, wherever that is served. */
const ADDRESS = "guide/guide.gguf";

/**
 * The file, with every byte that arrives reported.
 * @param bytes its size
 * @throws OrielError `network` where the server has no such file, or another one, or cannot be reached
 */
export async function fetchGuide(bytes: number, report: Report): Promise<File> {
  const address = new URL(ADDRESS, document.baseURI).href;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  try {
    // Under one address there is a new file whenever Guide is trained again: the browser's copy may be an old one.
    const response = await fetch(address, { cache: "no-cache" });
    if (!response.ok || !response.body) throw unexpected(`status ${response.status}`, { status: response.status });
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      parts.push(read.value);
      done += read.value.length;
      report({ stage: "read", done: Math.min(done, bytes), total: bytes, unit: "bytes" });
    }
  } catch (error) {
    if (error instanceof OrielError) throw error;
    throw unexpected(String(error), {}, error);
  }
  if (done !== bytes) throw unexpected(`${done} bytes`, { found: done });
  return new File(parts, "guide.gguf");

  function unexpected(found: string, data: Record<string, unknown>, cause?: unknown): OrielError {
    const message = `Expected ${bytes} bytes from ${address} but found ${found}`;
    return new OrielError("network", message, { address, bytes, ...data }, { cause });
  }
}
