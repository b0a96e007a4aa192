// Debian packages that tests need, and where newer ones come from. Only for root on a Debian-like system; every other system is told what to install.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./project.mjs";

const SOURCES = "/etc/apt/sources.list.d";
const ADDED = join(SOURCES, "oriel-backports.sources");

/** Whether packages can be installed here. */
export function canInstall() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** Debian's release name, for instance `bookworm`, or null on another system. */
export function debianCodename() {
  if (!existsSync("/etc/os-release")) return null;
  const text = readFileSync("/etc/os-release", "utf8");
  return /^ID=debian$/m.test(text) ? (/^VERSION_CODENAME=(\w+)$/m.exec(text)?.[1] ?? null) : null;
}

/**
 * Installs packages, from backports where asked.
 * @param {string[]} packages
 * @param {{ backports?: string }} [options] name of the release whose backports to take them from
 * @returns {boolean} whether it succeeded
 */
export function install(packages, { backports } = {}) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const from = backports && addBackports(backports) ? ["-t", `${backports}-backports`] : [];
  if (run(["apt-get", "-qq", "update"], { env }) !== 0) {
    console.log("  apt-get update had errors; trying with the package lists as they are");
  }
  return run(["apt-get", "-qq", "-y", "--no-install-recommends", ...from, "install", ...packages], { env }) === 0;
}

/**
 * Makes sure that a backports suite is configured, derived from the machine's own source of the release.
 * @param {string} codename
 */
function addBackports(codename) {
  const files = ["/etc/apt/sources.list", ...list(SOURCES)].filter((file) => existsSync(file));
  const texts = files.map((file) => readFileSync(file, "utf8"));
  if (texts.some((text) => text.includes(`${codename}-backports`))) return true;
  const source = texts.map((text) => backportsSource(text, codename)).find(Boolean);
  if (!source) return false;
  writeFileSync(ADDED, source);
  console.log(`  added ${ADDED}`);
  return true;
}

/** @param {string} folder */
function list(folder) {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /\.(sources|list)$/.test(name))
        .map((name) => join(folder, name))
    : [];
}

/**
 * A deb822 source of a release's backports, with the URI and keyring of the release's own entry in an apt source file.
 * @param {string} text content of a `.sources` or `.list` file
 * @param {string} codename
 * @returns {string | undefined} undefined where the file does not mention the release
 */
export function backportsSource(text, codename) {
  for (const stanza of text.split(/\n\s*\n/)) {
    const field = (/** @type {string} */ name) => new RegExp(`^${name}:[ \\t]*(.+)$`, "mi").exec(stanza)?.[1]?.trim();
    const suites = field("Suites")?.split(/\s+/) ?? [];
    const uri = field("URIs");
    if (uri && suites.includes(codename)) return deb822(uri, codename, field("Signed-By"));
  }
  for (const line of text.split("\n")) {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s/.exec(line);
    if (match?.[3] === codename) return deb822(match[2] ?? "", codename, /signed-by=(\S+)/i.exec(match[1] ?? "")?.[1]);
  }
  return undefined;
}

/**
 * @param {string} uri
 * @param {string} codename
 * @param {string} [keyring]
 */
function deb822(uri, codename, keyring) {
  const signed = keyring ? `Signed-By: ${keyring}\n` : "";
  return `Types: deb\nURIs: ${uri}\nSuites: ${codename}-backports\nComponents: main\n${signed}`;
}
