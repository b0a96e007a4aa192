// Markdown of a model into harmless DOM. The text is rendered first and sanitised after, by an allow-list: no images, no styles, no ids, no forms,
// links only to the web and to mail. What a model writes can neither run nor fetch anything.
import DOMPurify from "dompurify";
import { Marked, type Token, type TokensList } from "marked";
import { text } from "./texts.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const literal = (raw: string) => raw.replace(/[&<>"']/g, (character) => escapes[character]!);

const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: {
    // An image is named and never loaded: loading it would tell its server what the model was told.
    image: ({ text: alt, href }) => literal(text("image", { alt: alt || href })),
    // The heading of the message is an h3: those inside it follow.
    heading({ tokens, depth }) {
      const level = Math.max(4, Math.min(depth + 2, 6));
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    // HTML written by the model is shown as the text that it is.
    html: ({ text: raw }) => literal(raw),
  },
});

const allowed = {
  ALLOWED_TAGS: [
    ..."p br strong em del code pre ul ol li blockquote h1 h2 h3 h4 h5 h6".split(" "),
    ..."table thead tbody tr th td a hr input".split(" "),
  ],
  ALLOWED_ATTR: ["href", "title", "class", "start", "align", "type", "checked", "disabled"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ADD_URI_SAFE_ATTR: ["type", "start", "align", "checked", "disabled"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const;

const purifier = DOMPurify(window);

purifier.addHook("uponSanitizeElement", (node, { tagName }) => {
  const element = node as Element;
  if (tagName === "input" && element.getAttribute("type") !== "checkbox") element.remove();
});

purifier.addHook("uponSanitizeAttribute", (_node, data) => {
  if (data.attrName === "class") data.keepAttr = /^language-[\w+#.-]+$/.test(data.attrValue);
});

purifier.addHook("afterSanitizeAttributes", (element) => {
  if (element.tagName === "A") {
    element.setAttribute("target", "_blank");
    element.setAttribute("rel", "noopener noreferrer nofollow");
  }
  if (element.tagName === "INPUT") element.setAttribute("disabled", "");
});

/** The top-level blocks of a markdown text. */
export function blocksOf(markdown: string): TokensList {
  return marked.lexer(markdown);
}

/** Some blocks as sanitised DOM. */
export function renderBlocks(blocks: Token[], links: TokensList["links"] = {}): DocumentFragment {
  const html = marked.parser(Object.assign([...blocks], { links }));
  return purifier.sanitize(html, {
    ...allowed,
    ALLOWED_TAGS: [...allowed.ALLOWED_TAGS],
    ALLOWED_ATTR: [...allowed.ALLOWED_ATTR],
    ADD_URI_SAFE_ATTR: [...allowed.ADD_URI_SAFE_ATTR],
  });
}
