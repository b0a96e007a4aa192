// Styles of the Models app.
import { css } from "lit";

export const modelsStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    position: relative;
    background: var(--sunken);
  }
  .top {
    grid-row: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 10px var(--pad);
    border-bottom: 1px solid var(--line);
    background: var(--surface);
  }
  .grow {
    flex: 1;
    min-width: 120px;
  }
  .search {
    position: relative;
  }
  .search ui-icon {
    position: absolute;
    inset-inline-start: 10px;
    top: calc(50% - 9px);
    color: var(--muted);
    pointer-events: none;
  }
  .search input {
    padding-inline-start: 34px;
  }
  .scroll {
    grid-row: 2;
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: var(--pad);
    overflow-y: auto;
  }
  .scroll > * {
    flex: none;
  }
  .scroll > .button {
    align-self: start;
  }
  .imports {
    display: grid;
    gap: 8px;
    padding: 12px var(--pad);
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--surface);
  }
  .imports .button {
    justify-self: start;
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 8px;
    max-width: 400px;
    margin: auto;
    padding: 16px 0;
    text-align: center;
  }
  .empty > ui-icon {
    width: 40px;
    height: 40px;
    color: var(--accent);
  }
  .empty h3 {
    font-size: var(--title);
    font-weight: 600;
  }
  .empty .button {
    margin: 8px 0;
  }
`;
