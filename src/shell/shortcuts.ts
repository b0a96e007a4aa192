// Keyboard shortcuts as text such as `Mod+Shift+O`: does an event match, and how is it written on this machine.

const mac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

/** True when a key event is exactly this shortcut. */
export function matches(event: KeyboardEvent, shortcut: string, onMac = mac): boolean {
  const parts = shortcut.split("+");
  const key = parts.at(-1)!;
  const wants = (name: string) => parts.includes(name);
  const control = wants("Ctrl") || (wants("Mod") && !onMac);
  const meta = wants("Mod") && onMac;
  // With Option, or on a layout that has them on the shifted level, a digit key gives another character.
  const pressed = /^\d$/.test(key) ? event.code === `Digit${key}` : event.key.toLowerCase() === key.toLowerCase();
  return (
    pressed &&
    event.ctrlKey === control &&
    event.metaKey === meta &&
    event.shiftKey === wants("Shift") &&
    event.altKey === wants("Alt")
  );
}

/** The shortcut as it is printed on this machine's keys. */
export function describe(shortcut: string, onMac = mac): string {
  const names: Record<string, string> = onMac
    ? { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Enter: "↩" }
    : { Mod: "Ctrl" };
  const arrows: Record<string, string> = {
    ArrowLeft: "←",
    ArrowRight: "→",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: "Esc",
  };
  return shortcut
    .split("+")
    .map((part) => names[part] ?? arrows[part] ?? part)
    .join(onMac ? "" : "+");
}
