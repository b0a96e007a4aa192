import { expect, test } from "vitest";
import { backportsSource } from "../../tools/apt.mjs";

const STANZAS = `Types: deb
# a note
URIs: http://example.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://example.org/debian-security
Suites: bookworm-security
Components: main
`;

test("backports come from where the release comes from", () => {
  expect(backportsSource(STANZAS, "bookworm")).toBe(
    "Types: deb\nURIs: http://example.org/debian\nSuites: bookworm-backports\nComponents: main\n" +
      "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n",
  );
});

test("one-line sources work too", () => {
  const list =
    "# deb http://old.example.org bookworm main\ndeb [arch=amd64 signed-by=/k.gpg] http://example.org/debian bookworm main contrib\n";
  expect(backportsSource(list, "bookworm")).toBe(
    "Types: deb\nURIs: http://example.org/debian\nSuites: bookworm-backports\nComponents: main\nSigned-By: /k.gpg\n",
  );
});

test("another release gives none", () => {
  expect(backportsSource(STANZAS, "trixie")).toBeUndefined();
  expect(backportsSource("", "bookworm")).toBeUndefined();
});
