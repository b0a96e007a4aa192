// What can be done with models, as commands of the palette.
import type { ModelEntry } from "../../api/types.ts";
import { copyText } from "../../ui/copy-button.ts";
import type { Command } from "../app.ts";
import type { CardAction } from "./model-card.ts";
import { text } from "./texts.ts";
import type { Job } from "./work.ts";

/** What the commands do; the Models app carries it out. */
export interface ModelsSurface {
  import(): void;
  act(ref: string, action: CardAction): void;
  copyLink(ref: string): void;
  /** Absent where Guide is there or cannot be. */
  installGuide?(): void;
}

/**
 * @param loaded references of the models that are loaded
 * @param work imports and loads; those that have ended have no command
 */
export function modelsCommands(
  entries: readonly ModelEntry[],
  loaded: ReadonlySet<string>,
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
    ...entries.flatMap((entry) => ofModel(entry, loaded.has(entry.ref), group, surface)),
  ];
}

function ofModel({ ref, digest }: ModelEntry, loaded: boolean, group: string, surface: ModelsSurface): Command[] {
  const action = (id: CardAction, label: string, icon: Command["icon"]): Command => ({
    ...{ id: `models.${id}.${ref}`, label, group, icon },
    run: () => surface.act(ref, id),
  });
  return [
    action("chat", text("chatWith", { ref }), "chat"),
    loaded
      ? action("unload", text("unloadModel", { ref }), "eject")
      : action("load", text("loadModel", { ref }), "play"),
    {
      ...{ id: `models.link.${ref}`, label: text("copyLink", { ref }), group, icon: "link" },
      run: () => surface.copyLink(ref),
    },
    {
      ...{ id: `models.digest.${ref}`, label: text("copyDigest", { ref }), group, icon: "copy" },
      run: () => copyText(digest),
    },
    action("remove", text("removeModel", { ref }), "trash"),
  ];
}
