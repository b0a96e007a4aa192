// `npm run setup`: everything that the tests need beside Node, each step idempotent and saying what it found. Only missing dependencies are fatal:
// without a Chromium or a driver the tiers that need it are skipped (and fail where `CI` is set).
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { canInstall, debianCodename, install } from "./apt.mjs";
import { findChromium } from "./chromium.mjs";
import { installDependencies, NODE, requireNode, run } from "./project.mjs";
import { findLavapipe, findSwiftShader, findVulkanLoader, probeAdapter } from "./vulkan.mjs";

/** The release whose own Mesa is too old for shader-f16; its backports have Mesa 25. */
const OLD_MESA = "bookworm";

/** Runs every step. */
export async function setup() {
  requireNode();
  report("Node", `${process.versions.node} (${NODE.join(".")} or later is needed)`);
  report("dependencies", installDependencies() ? "installed" : "up to date");
  setUpChromium();
  await setUpVulkan();
}

/** The adapters that tests can use, by the name of their test project. */
export async function findAdapters() {
  const driver = async (/** @type {string | null} */ icd) => (icd ? await probeAdapter(icd) : null);
  return { lavapipe: await driver(findLavapipe()), swiftshader: await driver(findSwiftShader()) };
}

/**
 * @param {string} what
 * @param {string} found
 */
function report(what, found) {
  console.log(`${what}: ${found}`);
}

function setUpChromium() {
  const version = () => {
    const browser = findChromium();
    const text = browser && versionOf(browser.path);
    return browser && text ? `${text} at ${browser.path} (${browser.from})` : null;
  };
  const steps = [
    { name: "found", run: () => true },
    {
      name: "downloaded by Playwright",
      run: () => run([process.execPath, "node_modules/playwright/cli.js", "install", "chromium"]) === 0,
    },
    { name: "installed from Debian", run: () => canInstall() && install(["chromium"]) },
  ];
  for (const step of steps) {
    const before = step.run() ? version() : null;
    if (before) return report("Chromium", `${step.name}: ${before}`);
  }
  report(
    "Chromium",
    "none, and none could be installed: tests in a browser and of tier f32 will not run. Install Chromium, or name one in CHROMIUM",
  );
}

/**
 * The first line that a browser prints for `--version`, or null when it does not start, for instance for want of a library.
 * @param {string} path
 */
function versionOf(path) {
  try {
    return execFileSync(path, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

async function setUpVulkan() {
  if (process.platform !== "linux") {
    return report(
      "Vulkan",
      `not looked for on ${process.platform}: kernel tests run where lavapipe is, that is on Linux`,
    );
  }
  const complete = async () => {
    const icd = findVulkanLoader() && findLavapipe();
    const adapter = icd ? await probeAdapter(icd) : null;
    return adapter?.f16 ? adapter : null;
  };
  let adapter = await complete();
  if (!adapter && canInstall()) {
    const codename = debianCodename();
    const packages = ["libvulkan1", "mesa-vulkan-drivers"];
    report("Vulkan", `installing ${packages.join(" and ")}`);
    if (codename === OLD_MESA) install(packages, { backports: codename });
    else install(packages);
    adapter = await complete();
  }
  const loader = findVulkanLoader();
  report("Vulkan loader", loader ?? "none");
  if (adapter) return report("lavapipe", adapter.name);
  const found = findLavapipe();
  const state = found && existsSync(found) ? `${found} gives no adapter with shader-f16 (Mesa 25 has it)` : "none";
  report(
    "lavapipe",
    `${state}: tiers f16 and base will not run. On Debian, install libvulkan1 and mesa-vulkan-drivers as root`,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await setup();
