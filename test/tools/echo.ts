// An entry for the test of tools/run-ts.mjs: says what it was given and ends with the code that it was given.
import { hex } from "../../src/base/bytes.ts";

const [code = "0", ...rest] = process.argv.slice(2);
console.log(JSON.stringify({ rest, hex: hex(Uint8Array.of(1, 255)) }));
console.error("on stderr");
process.exit(Number(code));
