// Holds the rules of docs/architecture.md on every file of the project. There is no list of exceptions: a rule that cannot be kept is changed, here and there.
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { importsOf, lineCount, packageOf, projectFiles, read, withoutComments } from "./setup/sources.ts";

/** Rooms by rank: a folder imports only folders of a strictly lower rank, equal ranks are strangers. */
const RANKS: Record<string, number> = {
  base: 0,
  ...{ format: 1, store: 1, tokenizer: 1, gpu: 1, protocol: 1, ui: 1 },
  ...{ kernels: 2, library: 2, http: 2 },
  ...{
    model: 3,
    loader: 4,
    engine: 5,
    jobs: 6,
    backends: 7,
    system: 8,
    api: 9,
    apps: 10,
    embed: 10,
    shell: 11,
    cli: 11,
  },
};
const ROOT_RANK = 12;
const ROOTS = ["main.ts", "worker.ts", "library-worker.ts", "embed.ts", "sw.ts", "cli.ts"];
/** What the page may bundle. */
const PAGE_ROOMS = ["base", "store", "protocol", "ui", "system", "api", "apps", "shell"];

const files = projectFiles();
const typescript = files.filter((file) => file.endsWith(".ts"));
const sources = typescript.filter((file) => file.startsWith("src/"));
const shaders = files.filter((file) => file.startsWith("shaders/") && file.endsWith(".wgsl"));
const graph = new Map(typescript.map((file) => [file, importsOf(file)]));

/** The room of a file under src/, or undefined for a composition root. */
function roomOf(file: string): string | undefined {
  const parts = file.split("/");
  return parts.length > 2 ? parts[1] : undefined;
}

function rankOf(file: string): number {
  const room = roomOf(file);
  return room === undefined ? ROOT_RANK : (RANKS[room] ?? Number.NaN);
}

/** Modules that a plugin in tools/ makes while building. */
const MADE_BY_THE_BUILD = ["virtual:self-test"];

/** Files that import `name`, with the specifier they use. */
function importersOf(name: string): string[] {
  return sources.filter((file) => graph.get(file)!.some(({ specifier }) => packageOf(specifier) === name));
}

describe("rooms", () => {
  test("every folder of src/ is a room with a rank, every file beside them a composition root", () => {
    const known = (file: string) => {
      const room = roomOf(file);
      return room === undefined ? ROOTS.includes(basename(file)) || file.endsWith(".d.ts") : room in RANKS;
    };
    expect(sources.filter((file) => !known(file))).toEqual([]);
  });

  test("a folder imports only folders of a strictly lower rank, and only kernels/ imports shaders", () => {
    const wrong = sources.flatMap((file) =>
      graph
        .get(file)!
        .filter(({ target, asset }) => {
          if (!target || asset) return false;
          if (target.startsWith("shaders/")) return roomOf(file) !== "kernels";
          if (!target.startsWith("src/")) return !target.startsWith("public/") && !target.startsWith("package.json");
          return roomOf(target) !== roomOf(file) && !(rankOf(target) < rankOf(file));
        })
        .map(({ target }) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("no file imports itself through others", () => {
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]) => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      if (done.has(file) || path.includes(file)) return;
      for (const { target, asset } of graph.get(file) ?? []) if (target && !asset) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of typescript) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test("test/, bench/ and tools/ are imported by nothing in src/, and every relative import exists", () => {
    const all = new Set(files);
    const missing = typescript.flatMap((file) =>
      graph
        .get(file)!
        .filter(({ target }) => target?.match(/\.(ts|wgsl|mjs|json|css)$/) && !all.has(target))
        .map(({ specifier }) => `${file} → ${specifier}`),
    );
    expect(missing).toEqual([]);
  });

  test("the page reaches only page rooms", () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target, asset, typeOnly } of graph.get(file) ?? [])
        if (target && !asset && !typeOnly && !target.startsWith("public/")) visit(target);
    };
    visit("src/main.ts");
    const rooms = (file: string) =>
      file.startsWith("shaders/") || (roomOf(file) && !PAGE_ROOMS.includes(roomOf(file)!));
    expect([...reached].filter(rooms)).toEqual([]);
  });
});

describe("files", () => {
  test("TypeScript has at most 400 lines, WGSL 150, a composition root 60", () => {
    const code = files.filter((file) => /\.(ts|mjs)$/.test(file));
    const long = (list: string[], most: number) =>
      list
        .map((file) => ({ file, lines: lineCount(read(file)) }))
        .filter(({ lines }) => lines > most)
        .map(({ file, lines }) => `${file}: ${lines} lines, at most ${most}`);
    const roots = sources.filter((file) => roomOf(file) === undefined);
    expect([...long(code, 400), ...long(shaders, 150), ...long(roots, 60)]).toEqual([]);
  });

  test("names are kebab-case, of shaders snake_case", () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|config|d))?\.ts$/;
    const snake = /^[a-z0-9]+(_[a-z0-9]+)*\.wgsl$/;
    const wrong = typescript.filter((file) => !kebab.test(basename(file)));
    expect([...wrong, ...shaders.filter((file) => !snake.test(basename(file)))]).toEqual([]);
  });

  test("the first line says what the file is", () => {
    const silent = [...sources, ...shaders].filter((file) => !/^(\/\/|\/\*)/.test(read(file)));
    expect(silent).toEqual([]);
  });

  test("no WGSL inside TypeScript", () => {
    const marks = ["compute", "workgroup_size", "group(", "binding("].map((word) => `@${word}`);
    const space = new RegExp(`var${"<"}(storage|uniform|workgroup|private)\\b`);
    const shaderLike = typescript.filter((file) => {
      const code = withoutComments(read(file));
      return marks.some((mark) => code.includes(mark)) || space.test(code);
    });
    expect(shaderLike).toEqual([]);
  });

  test("no registry host and no path of one machine", () => {
    const host = /https?:\/\/[\w.-]*(registry|artifactory|nexus|mirror)[\w.-]*/i;
    const path = /(?<![\w.@:/-])\/(work|home|root|Users|mnt)\/[\w.-]/;
    const text = files.filter((file) => /\.(ts|mjs|js|json|md|wgsl|css|html|ya?ml|sh)$|(^|\/)[^.]+$|rc$/.test(file));
    expect(text.filter((file) => host.test(read(file)) || path.test(read(file)))).toEqual([]);
  });
});

describe("kernels", () => {
  const kernels = shaders.filter((file) => !file.startsWith("shaders/lib/"));
  const stemOf = (file: string) => basename(file, ".wgsl").replaceAll("_", "-");

  test("every shader outside lib/ has a descriptor, a reference and a test of its stem", () => {
    const missing = kernels.flatMap((file) => {
      const stem = stemOf(file);
      const descriptor = sources.some((other) => other.startsWith("src/kernels/") && basename(other) === `${stem}.ts`);
      return [
        ...(descriptor ? [] : [`${file}: src/kernels/**/${stem}.ts`]),
        ...[`test/reference/${stem}.ts`, `test/kernels/${stem}.test.ts`]
          .filter((other) => !files.includes(other))
          .map((other) => `${file}: ${other}`),
      ];
    });
    expect(missing).toEqual([]);
  });

  test("no two shaders have the same stem", () => {
    const stems = kernels.map(stemOf);
    expect(stems.filter((stem, index) => stems.indexOf(stem) !== index)).toEqual([]);
  });

  test("references import nothing from src/", () => {
    const references = typescript.filter((file) => file.startsWith("test/reference/"));
    const wrong = references.filter((file) => graph.get(file)!.some(({ target }) => target?.startsWith("src/")));
    expect(wrong).toEqual([]);
  });
});

describe("packages", () => {
  const manifest = JSON.parse(read("package.json"));
  const shipped = Object.keys(manifest.dependencies);
  const all = [...shipped, ...Object.keys(manifest.devDependencies)];

  test("comlink is imported only by protocol/wire.ts, idb only in store/", () => {
    expect(importersOf("comlink").filter((file) => file !== "src/protocol/wire.ts")).toEqual([]);
    expect(importersOf("idb").filter((file) => roomOf(file) !== "store")).toEqual([]);
  });

  test("src/ imports only shipped dependencies, and node: only in cli", () => {
    const bare = (file: string) => graph.get(file)!.filter(({ target }) => target === undefined);
    const wrong = sources.flatMap((file) =>
      bare(file)
        .filter(({ specifier, typeOnly }) => {
          if (specifier.startsWith("virtual:")) return !MADE_BY_THE_BUILD.includes(specifier);
          if (specifier.startsWith("node:")) return roomOf(file) !== "cli" && file !== "src/cli.ts";
          const name = packageOf(specifier);
          const headless = roomOf(file) === "cli" || file === "src/cli.ts";
          return !shipped.includes(name) && !((typeOnly || headless) && all.includes(name));
        })
        .map(({ specifier }) => `${file} → ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  test("the README names every dependency in its table", () => {
    const readme = read("README.md");
    expect(all.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
