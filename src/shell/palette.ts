// <oriel-palette>: finds one of the commands by typing and runs it.
import { html } from "lit";
import { customElement, query } from "lit/decorators.js";
import type { Command } from "../apps/app.ts";
import { OrielElement } from "../ui/element.ts";
import "../ui/picker.ts";
import type { UiPicker } from "../ui/picker.ts";
import { describe } from "./shortcuts.ts";
import { text } from "./texts.ts";

@customElement("oriel-palette")
export class OrielPalette extends OrielElement {
  @query("ui-picker") private picker!: UiPicker;
  #commands: readonly Command[] = [];

  show(commands: readonly Command[]): void {
    this.#commands = commands;
    this.picker.items = commands.map(({ shortcut, ...item }) => ({ ...item, keys: shortcut && describe(shortcut) }));
    this.picker.show();
  }

  override render() {
    return html`<ui-picker .label=${text("palette")} .placeholder=${text("paletteHint")} @ui-pick=${this.#run}></ui-picker>`;
  }

  #run(event: CustomEvent<string>): void {
    this.#commands.find(({ id }) => id === event.detail)?.run();
  }
}
