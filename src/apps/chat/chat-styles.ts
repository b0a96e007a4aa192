// Styles of the Chat app's window.
import { css } from "lit";

export const chatStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 6px 8px;
    border-bottom: 1px solid var(--line);
  }
  .grow {
    flex: 1;
  }
  .model {
    min-width: 0;
    flex: 0 1 auto;
    border-color: transparent;
    background: none;
  }
  .model ui-icon {
    width: 16px;
    height: 16px;
    color: var(--muted);
  }
  .columns {
    position: relative;
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    min-height: 0;
  }
  .columns > * {
    min-height: 0;
  }
  oriel-chat-list {
    grid-column: 1;
    width: 220px;
    border-inline-end: 1px solid var(--line);
  }
  .main {
    grid-column: 2;
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
  }
  oriel-chat-settings {
    grid-column: 3;
    width: 280px;
    border-inline-start: 1px solid var(--line);
  }
  .narrow oriel-chat-list,
  .narrow oriel-chat-settings {
    position: absolute;
    inset: 0;
    z-index: 2;
    width: auto;
    border: 0;
  }
  .thread {
    overflow-y: auto;
    overflow-anchor: none;
    outline-offset: -2px;
  }
  .messages {
    display: flex;
    flex-direction: column;
    gap: 20px;
    max-width: 760px;
    min-height: 100%;
    margin: 0 auto;
    padding: var(--pad) calc(var(--pad) + 4px);
  }
  .messages > * {
    flex: none;
  }
  oriel-chat-composer {
    width: 100%;
    max-width: 760px;
    margin: 0 auto;
    padding: 4px var(--pad) 6px;
  }
  .jump {
    position: absolute;
    inset-inline: 0;
    bottom: 92px;
    width: fit-content;
    margin: 0 auto;
    border-color: var(--line-strong);
    box-shadow: var(--shadow);
  }
`;
