// What can be done with models, as commands of the palette.
import type { ModelEntry } from "../../api/types.ts";
import { copyText } from "../../ui/copy-button.ts";
import type { Command } from "../app.ts";
import { text } from "./texts.ts";
import type { Job } from "./work.ts";

/** What the commands do; the Models app carries it out. */
export interface ModelsSurface {
  import(): void;
  chat(ref: string): void;
  copyLink(ref: string): void;
  /** Absent where Guide is there or cannot be. */
  installGuide?(): void;
}

/**
 * Loading, unloading and deleting are not among them: the shell lists those, with all that a model may ask for.
 * @param work imports and loads; those that have ended have no command
 */
export function modelsCommands(
  entries: readonly ModelEntry[],
  work: readonly Job[],
  surface: ModelsSurface,
): Command[] {
  const group = text("group");
  const running = work.filter(({ state }) => state === "running" || state === "waiting");
  const { installGuide } = surface;
  return [
    { id: "models.import", label: text("importModel"), group, icon: "upload", run: () => surface.import() },
    ...(installGuide
      ? [{ id: "models.guide", label: text("guideInstall"), group, icon: "download" as const, run: installGuide }]
      : []),
    ...running.map(
      (job, index): Command => ({
        id: `models.cancel.${index}`,
        label: text("cancelWork", { subject: job.subject }),
        group,
        icon: "close",
        run: () => job.cancel(),
      }),
    ),
    ...entries.flatMap((entry) => ofModel(entry, group, surface)),
  ];
}

function ofModel({ ref, digest }: ModelEntry, group: string, surface: ModelsSurface): Command[] {
  return [
    {
      ...{ id: `models.chat.${ref}`, label: text("chatWith", { ref }), group, icon: "chat" },
      run: () => surface.chat(ref),
    },
    {
      ...{ id: `models.link.${ref}`, label: text("copyLink", { ref }), group, icon: "link" },
      run: () => surface.copyLink(ref),
    },
    {
      ...{ id: `models.digest.${ref}`, label: text("copyDigest", { ref }), group, icon: "copy" },
      run: () => copyText(digest),
    },
  ];
}
