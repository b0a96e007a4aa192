// Styles of one message.
import { css } from "lit";

export const messageStyles = css`
  :host {
    display: block;
    contain: content;
  }
  .who {
    margin-bottom: 4px;
    color: var(--muted);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .text {
    font-size: var(--reading);
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  :host([mine]) .text {
    padding: 8px 12px;
    border-radius: var(--radius-large);
    background: var(--raised);
  }
  :host([mine]) .who {
    display: flex;
    align-items: center;
    min-height: 28px;
  }
  :host([mine]) footer {
    position: absolute;
    top: 0;
    inset-inline-end: 0;
    margin: 0;
  }
  .loading {
    display: grid;
    gap: 4px;
    max-width: 420px;
  }
  .loading .button {
    justify-self: start;
    margin-top: 4px;
  }
  ui-error {
    margin-top: 8px;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    margin-top: 4px;
  }
  .stats {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    flex: 1 1 auto;
  }
  .actions {
    display: flex;
    align-items: center;
    margin-inline-start: auto;
  }
  .actions .icon-button {
    width: 28px;
    height: 28px;
  }
  .actions ui-icon {
    width: 16px;
    height: 16px;
  }
  .versions {
    display: inline-flex;
    align-items: center;
    color: var(--muted);
    font-size: var(--small);
  }
  .editor {
    display: grid;
    gap: 8px;
  }
  .editor div {
    display: flex;
    gap: 8px;
    justify-content: end;
  }
  textarea {
    font-size: var(--reading);
  }
  @media (pointer: coarse) {
    .actions .icon-button {
      width: 40px;
      height: 40px;
    }
  }
`;
