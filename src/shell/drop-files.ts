// Files dropped anywhere on the page. Knows nothing of what they are for.

export interface DropListener {
  /** Files hang over the page, or no longer do. */
  over(hanging: boolean): void;
  files(files: File[]): void;
}

/** Listens to the whole document until the signal fires. */
export function watchDrops({ over, files }: DropListener, signal: AbortSignal): void {
  const dragOver = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  };
  const dragLeave = (event: DragEvent) => {
    if (!event.relatedTarget) over(false);
  };
  const drop = (event: DragEvent) => {
    over(false);
    const dropped = [...(event.dataTransfer?.files ?? [])];
    if (dropped.length === 0) return;
    event.preventDefault();
    files(dropped);
  };
  document.addEventListener("dragover", dragOver, { signal });
  document.addEventListener("dragleave", dragLeave, { signal });
  document.addEventListener("drop", drop, { signal });
}
