// Styles of the desktop: the wall, the empty state, the snap preview and the drop target.
import { css } from "lit";

export const desktopStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    height: 100%;
  }
  .desk {
    position: relative;
    overflow: hidden;
    background: linear-gradient(var(--desk-light), var(--desk));
    contain: strict;
  }
  .bay {
    width: min(100%, 240px);
    fill: var(--desk-light);
    stroke: var(--line-strong);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    padding: 16px;
    text-align: center;
  }
  .empty h2 {
    font-size: var(--title);
    font-weight: 600;
  }
  .empty p:last-child {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    margin-top: 8px;
  }
  .failed {
    padding: var(--pad);
  }
  .preview {
    position: absolute;
    border: 2px solid var(--accent);
    border-radius: var(--radius-large);
    background: color-mix(in srgb, var(--accent) 12%, transparent);
    pointer-events: none;
  }
  .drop {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    background: color-mix(in srgb, var(--surface) 92%, transparent);
    box-shadow: inset 0 0 0 3px var(--accent);
    pointer-events: none;
  }
  .drop ui-icon {
    width: 32px;
    height: 32px;
    color: var(--accent);
  }
  .keys {
    display: grid;
    gap: 6px;
  }
  .keys div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
  }
  kbd {
    padding: 1px 6px;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--raised);
    font: inherit;
    font-size: var(--small);
    white-space: nowrap;
  }
`;
