// Memory of a browser as the operating system counts it: the summed PSS of the processes of one profile. Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** Ids of the processes of the browser that runs with a profile, its children included. */
export function processesOf(profile: string): number[] {
  const parents = new Map<number, number>();
  const roots = new Set<number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = readOr(`/proc/${pid}/stat`);
    // The second field is the command in parentheses, which may hold spaces; the parent is the second field after it.
    parents.set(pid, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    if (readOr(`/proc/${pid}/cmdline`).split("\0").includes(`--user-data-dir=${profile}`)) roots.add(pid);
  }
  const belongs = (pid: number | undefined, depth = 0): boolean =>
    pid !== undefined && depth < 32 && (roots.has(pid) || belongs(parents.get(pid), depth + 1));
  return [...parents.keys()].filter((pid) => belongs(pid));
}

/** Summed proportional set size in bytes. Source: proc_pid_smaps_rollup(5). */
export function summedPss(profile: string): number {
  return processesOf(profile).reduce((sum, pid) => {
    const kib = /^Pss:\s+(\d+) kB$/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1];
    return sum + Number(kib ?? 0) * 1024;
  }, 0);
}

/** A file's text, or nothing: processes end while they are read. */
function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
