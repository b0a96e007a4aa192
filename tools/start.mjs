// `npm start`: installs what is missing, builds the page when it is stale, serves it, and prints the one line that says where.
import { join } from "node:path";
import { fail, installDependencies, isStale, PAGE_SOURCES, ROOT, requireNode } from "./project.mjs";
import { serve } from "./serve.mjs";

requireNode();
const port = Number(process.env.PORT || 4173);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  fail(`Expected PORT to be a number from 0 to 65535 but found "${process.env.PORT}"`);
}
installDependencies();
const folder = join(ROOT, "dist");
if (isStale(join(folder, "index.html"), PAGE_SOURCES)) {
  console.error("oriel: building");
  const { build } = await import("vite");
  try {
    await build({ root: ROOT, configFile: join(ROOT, "vite.config.ts"), logLevel: "error" });
  } catch (error) {
    fail(`Expected the build to succeed but found: ${error instanceof Error ? error.message : error}`);
  }
}
try {
  const server = await serve(folder, port);
  console.log(`Oriel: http://localhost:${server.port}`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close().then(() => process.exit(0)));
} catch (error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === "EADDRINUSE") fail(`Expected port ${port} to be free but it is in use: set PORT to another one`);
  if (code === "EACCES") fail(`Expected to be allowed to listen on port ${port} but was not: set PORT above 1023`);
  throw error;
}
