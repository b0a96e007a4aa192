// Lets the person choose one of a few things, in a picker that is there only for it.
import { type PickerItem, UiPicker } from "../ui/picker.ts";

/** Shows the items; resolves to the chosen one's id, or to undefined when the person closed the picker. */
export function choose(label: string, items: PickerItem[]): Promise<string | undefined> {
  const picker = Object.assign(new UiPicker(), { label, placeholder: label, items });
  document.body.append(picker);
  return new Promise((resolve) => {
    const end = (id?: string) => {
      picker.remove();
      resolve(id);
    };
    picker.addEventListener("ui-pick", (event) => end((event as CustomEvent<string>).detail));
    picker.addEventListener("ui-close", () => end());
    picker.show();
  });
}
