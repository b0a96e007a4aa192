import { expect, it } from "vitest";
import { Emitter } from "../../src/system/emitter.ts";

it("calls every listener until it unsubscribes", () => {
  const emitter = new Emitter<number>();
  const seen: string[] = [];
  const close = emitter.on((value) => seen.push(`a${value}`));
  emitter.on((value) => seen.push(`b${value}`));
  emitter.emit(1);
  close();
  emitter.emit(2);
  expect(seen).toEqual(["a1", "b1", "b2"]);
});

it("lets a listener unsubscribe itself, or another, while it is called", () => {
  const emitter = new Emitter<void>();
  const seen: string[] = [];
  const close = emitter.on(() => {
    seen.push("first");
    close();
  });
  emitter.on(() => seen.push("second"));
  emitter.emit();
  emitter.emit();
  expect(seen).toEqual(["first", "second", "second"]);
});
