// Deleting a model: what the person is asked before, wherever it began, and then how it is done.
import type { ModelEntry, Oriel, ProcessEntry } from "../../api/types.ts";
import type { Question } from "../../ui/confirm.ts";
import { formatBytes } from "../../ui/format.ts";
import type { GuideState } from "../app.ts";
import { isGuide } from "./guide-record.ts";
import { text } from "./texts.ts";

/** Names what is freed, and that a loaded model is unloaded first. */
export function removeQuestion(
  entry: ModelEntry,
  { guide, processes }: { guide: GuideState; processes: readonly ProcessEntry[] },
): Question {
  const words = isGuide(entry, guide) ? "removeGuide" : entry.frees < entry.bytes ? "removeShared" : "removeBody";
  const body = text(words, { size: formatBytes(entry.frees) });
  const loaded = processOf(entry, processes);
  return {
    heading: text("removeTitle", { ref: entry.ref }),
    body: loaded ? `${text("removeLoaded")} ${body}` : body,
    action: text(loaded ? "unloadAndRemove" : "remove"),
  };
}

/** Deletes it, once the person has agreed to {@link removeQuestion}. */
export async function removeModel(oriel: Oriel, entry: ModelEntry): Promise<{ freed: number }> {
  const loaded = processOf(entry, oriel.ps());
  if (loaded) await oriel.kill(loaded.pid);
  return oriel.models.remove(entry.ref);
}

/** A model that has two names is loaded under either. */
function processOf(entry: ModelEntry, processes: readonly ProcessEntry[]): ProcessEntry | undefined {
  return processes.find(({ digest }) => digest === entry.digest);
}
