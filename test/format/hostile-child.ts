// Run by hostile.test.ts in a process with a small heap: reads every hostile and endless file and prints the codes it ended in.
import { OrielError } from "../../src/base/errors.ts";
import { checkModel } from "../../src/format/gguf/check.ts";
import { readGguf } from "../../src/format/gguf/read.ts";
import { bytesSource } from "../../src/format/source.ts";
import { hostileFiles } from "../make/hostile.ts";
import { ENDLESS, endless } from "./endless.ts";

const sources = [...hostileFiles().map(({ bytes }) => bytesSource(bytes)), ...ENDLESS.map(endless)];
const codes: string[] = [];
for (const source of sources) {
  try {
    checkModel(await readGguf(source));
    codes.push("none");
  } catch (error) {
    codes.push(error instanceof OrielError ? error.code : String(error));
  }
}
console.log(JSON.stringify({ codes }));
