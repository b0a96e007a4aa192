// GPT-2's spelling of bytes as printable characters: 33–126, 161–172 and 174–255 stand for themselves,
// the other 68 bytes, in order, for U+0100 onwards. Source: OpenAI's gpt-2 encoder.

/** Byte → its character. */
export const charOfByte: readonly string[] = (() => {
  const chars: string[] = [];
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    chars.push(String.fromCharCode(printable ? byte : next++));
  }
  return chars;
})();

/** Code unit of a character of the alphabet → its byte; −1 for characters outside it. */
export const byteOfChar: Int16Array = (() => {
  const bytes = new Int16Array(0x144).fill(-1);
  for (const [byte, char] of charOfByte.entries()) bytes[char.charCodeAt(0)] = byte;
  return bytes;
})();
