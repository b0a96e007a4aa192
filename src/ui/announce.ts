// One polite live region for the whole page: short news for people who do not see the screen.

let region: HTMLElement | undefined;

/** Says a sentence through a screen reader once the person is idle. */
export function announce(sentence: string): void {
  if (!region) {
    region = document.createElement("div");
    region.setAttribute("role", "status");
    region.style.cssText = "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)";
    document.body.append(region);
  }
  region.textContent = sentence;
}
