// Chat templates of real models against Python Jinja2's renderings.
import { describe, expect, it } from "vitest";
import { ChatTemplate } from "../../src/tokenizer/chat-template.ts";
import { TEMPLATE_LIMITS } from "../../src/tokenizer/jinja/budget.ts";
import { fixtureJson, fixtureNames, fixtureText } from "./fixtures.ts";

it("renders a conversation", () => {
  const template = new ChatTemplate("{% for m in messages %}[{{ m.role }}] {{ m['content'] | trim }}\n{% endfor %}");
  expect(template.render({ messages: [{ role: "user", content: " Hi " }] })).toBe("[user] Hi\n");
});

describe.each(fixtureNames("templates", ".json"))("%s", (file) => {
  const { conversations, templates } = fixtureJson("templates", file);
  describe.each(Object.keys(templates))("%s", (name) => {
    it.each(Object.keys(templates[name]))("%s", (conversation) => {
      const template = new ChatTemplate(fixtureText("templates", name), {
        bosToken: "<s>",
        eosToken: "</s>",
        now: () => new Date(2025, 2, 9, 12, 30),
      });
      const { messages, tools, gen } = conversations[conversation];
      const render = () => template.render({ messages, tools, addGenerationPrompt: gen });
      const { ok, error } = templates[name][conversation];
      if (error === undefined) expect(render()).toBe(ok);
      else expect(render).toThrow(expect.objectContaining({ code: "bad-request" }));
    });
  });
});

const messages = [{ role: "user", content: "Hi" }];

function rendered(source: string, variables: Record<string, unknown> = {}): string {
  return new ChatTemplate(source, { now: () => new Date(2025, 2, 9, 12, 30) }).render({ messages, variables });
}

// Expected texts were rendered by Jinja2 3.1.6 with transformers' settings.
describe("Jinja2's semantics, where the library's evaluator has others", () => {
  it.each([
    ["{{ none }} {{ true }} {{ [1, 'a', None, 2.0] }}", "None True [1, 'a', None, 2.0]"],
    ["{{ '\\n a \\n'.strip('\\n') }}|{{ 'xxa'.lstrip('x') }}", " a |a"],
    ["{% for x in missing %}{{ x }}{% else %}none{% endfor %}{{ missing|length }}", "none0"],
    ["{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = 5 %}{% endfor %}{{ x }}", "111"],
    ["{% for i in range(4) %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}", "01"],
    ["{{ [1, 2] == [1, 2] }} {{ 1 == '1' }} {{ none == missing }}", "True False False"],
    ["{{ 1 < 2 < 3 }} {{ (1 == 1) != (2 == 1) }} {{ 'a' ~ 1 + 2|string if false else 7 // 2 }}", "True True 3"],
    ["{{ -7 % 3 }} {{ -7 // 2 }} {{ 7 / 2 }} {{ 2 ** 3 }}", "2 -4 3.5 8"],
    [
      "{{ {'a': 1, 2: [none, true]} | tojson }} {{ {'b': {}, 'a': []} | tojson(indent=2, sort_keys=true) }}",
      '{"a": 1, "2": [null, true]} {\n  "a": [],\n  "b": {}\n}',
    ],
    ["{{ [3, 1, 2]|min }} {{ [{'a': 2}, {'a': 1}]|sort(attribute='a')|map(attribute='a')|join(',') }}", "1 1,2"],
    ["{{ messages|selectattr('role', 'equalto', 'user')|list|length }} {{ none|selectattr('x')|list }}", "1 []"],
    [
      "{{ 4 is divisibleby(2) }} {{ 3 is divisibleby 2 }} {{ 2 is in [1, 2] }} {{ 'a' is equalto 'a' }}",
      "True False True True",
    ],
    [
      "{% macro m(a, b='x') %}{{ a }}{{ b }}{{ caller() if caller else '' }}{% endmacro %}{{ m(1) }}{% call m(2) %}c{% endcall %}",
      "1x2xc",
    ],
    ["{{ strftime_now('%d %b %Y %-I:%M %p') }}", "09 Mar 2025 12:30 PM"],
    ["{{ 'a<b'|safe + '<' }} {{ '🦙x'[0] }} {{ '🦙'|length }} {{ 'abc'[::-1] }}", "a<b&lt; 🦙 1 cba"],
    ["{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", "1"],
    [
      "{{ 'bc' is in 'abc' }} {{ 'x' is not in 'abc' }} {{ ['a', 'bc', 'd']|select('in', 'abc')|list }} {{ 'k' is in {'k': 1} }}",
      "True True ['a', 'bc'] True",
    ],
    [
      "{{ 'Straße ÀÉ'.casefold() }} {{ 'straße'.capitalize() }} {{ 'a bC'.title() }} {{ 'a bC'|title }}",
      "strasse àé Straße A Bc A Bc",
    ],
    [
      "{{ '🦙ab'.startswith('a', 1) }} {{ '🦙ab'.endswith('🦙', 0, 1) }} {{ 'a'.startswith('', 2) }} {{ 'ab'.endswith(suffix='b', start=-1) }}",
      "True True False True",
    ],
    ["{{ {'b': 1, 'A': 2}|dictsort }} {{ ['b', 'A']|min }} {{ ['b', 'A']|max }}", "[('A', 2), ('b', 1)] A b"],
  ])("%s", (source, expected) => {
    expect(rendered(source)).toBe(expected);
  });

  it.each([
    ["{{ raise_exception('No.') }}", /refuses this conversation: No\./],
    ["{{ missing.name }}", /'missing' is undefined/],
    ["{{ 1 + 'a' }}", /int \+ str/],
    ["{% for x in none %}{% endfor %}", /a loop over None/],
    ["{{ [].append(1) }}", /list\.append, which changes a value/],
    ["{{ ([1]|map('string'))|length }}", /the length of generator/],
  ])("raises where Jinja2 does: %s", (source, message) => {
    expect(() => rendered(source)).toThrow(message);
    expect(() => rendered(source)).toThrow(expect.objectContaining({ code: "bad-request" }));
  });

  it.each([
    ["{{ 'a'|wordwrap(3) }}", /the filter wordwrap/],
    ["{{ 'a'.center(3) }}", /the method str\.center/],
    ["{% include 'x' %}", /include/],
    ["{% if 1 %}", /an end before all blocks are closed/],
    ["{{ (1 }}", /a \( that is never closed/],
    ["   {- a", /which is no tag/],
  ])("names what it does not know: %s", (source, message) => {
    expect(() => rendered(source)).toThrow(message);
    expect(() => rendered(source)).toThrow(expect.objectContaining({ code: "unsupported" }));
  });
});

describe("limits", () => {
  const loop = (body: string) => `{% for i in range(100000) %}${body}{% endfor %}`;
  it.each([
    ["an endless loop", loop(loop(""))],
    ["a macro that calls itself", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}"],
    ["10 MB of template", "x".repeat(10_000_000)],
    ["10 MB of output", loop("{{ 'x' * 1000 }}")],
    ["a text that doubles", `{% set ns = namespace(s='x') %}${loop("{% set ns.s = ns.s ~ ns.s %}")}`],
    ["a list that doubles", `{% set ns = namespace(s=[1]) %}${loop("{% set ns.s = ns.s + ns.s %}")}`],
    [
      "comparing lists in lists",
      "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
    ],
    ["a long repetition", "{{ 'ab' * 1000000000 }}"],
    ["a wide indent", "{{ [1]|tojson(indent=1000000000) }}"],
    ["a wide join", "{{ range(100000)|join('x' * 1000) }}"],
    ["searches", `{% set s = 'a' * 2000000 %}${loop("{{ s.find('aab') }}")}`],
    ["strips", `{% set s = ' ' * 4000000 %}${loop("{{ s|trim }}")}`],
    ["is lower", `{% set s = 'a' * 4000000 %}${loop("{{ s is lower }}")}`],
    ["is upper", `{% set s = 'A' * 4000000 %}${loop("{{ s is upper }}")}`],
    ["orders of texts", `{% set s = 'a' * 2000000 %}{% set t = s ~ 'b' %}${loop("{{ s < t }}")}`],
    ["equal texts", `{% set s = 'a' * 2000000 ~ 'b' %}{% set t = 'a' * 2000000 ~ 'c' %}${loop("{{ s == t }}")}`],
    ["|int", `{% set s = '1' * 1000000 ~ 'x' %}${loop("{{ s|int }}")}`],
    ["|float", `{% set s = ' ' * 1000000 %}${loop("{{ s|float }}")}`],
    ["sorts", `{% set s = 'A' * 1000000 %}${loop("{{ [s]|sort|length }}")}`],
    ["min", `{% set s = 'A' * 1000000 %}${loop("{{ [s]|min|count }}")}`],
    ["max", `{% set s = 'A' * 1000000 %}${loop("{{ [s]|max|count }}")}`],
    ["dict sorts", `{% set d = {'a': 'A' * 1000000} %}${loop("{{ d|dictsort(by='value')|length }}")}`],
    ["arguments from a text", `{% set s = 'a' * 200000 %}${loop("{{ loop.cycle(*s) }}")}`],
    ["splits", `{% set s = 'a ' * 2000000 %}${loop("{{ s.split()|length }}")}`],
  ])("%s ends in an error within the limits", (_name, source) => {
    expect(() => rendered(source)).toThrow(expect.objectContaining({ code: "bad-model" }));
  });

  it.each([
    ["a test of every character", "{{ s.isalpha() }}"],
    ["lines", "{{ s.splitlines()|length }}"],
    ["counts", "{{ s.count('a') }}"],
    ["indents", "{{ s|indent|length }}"],
    ["formats", "{{ (s % ())|length }}"],
    ["items of a dict", "{{ d|items|first }}{{ d|items|first }}"],
    ["copies of a dict", "{{ dict(d)|length }}{{ dict(d)|length }}"],
    ["a number among the keys of a dict", "{{ d[1] }}{{ 2 in d }}"],
    ["numbers", "{{ s|int }}{{ s|float }}"],
    ["comparisons", "{{ s < s }}{{ s == s ~ '' }}"],
  ])("%s cost steps by what they go through", (_name, source) => {
    const template = new ChatTemplate(source, { limits: { steps: 5000 } });
    const dict = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));
    const render = (length: number) =>
      template.render({ messages, variables: { s: "a".repeat(length), d: dict(length / 16) } });
    expect(() => render(64_000)).toThrow(expect.objectContaining({ code: "bad-model" }));
    expect(() => render(1600)).not.toThrow();
  });

  it.each([
    ["(", "{{ ".concat("(".repeat(60_000), "1", ")".repeat(60_000), " }}")],
    ["if", "{% if 1 %}".repeat(20_000)],
    ["not", `{{ ${"not ".repeat(60_000)}1 }}`],
    ["white space", `a${" ".repeat(100_000)}{{ 1 }}`],
  ])("a template of nothing but %s is refused", (_name, source) => {
    expect(() => rendered(source)).toThrow(expect.objectContaining({ code: "unsupported" }));
  });

  it("a million characters of conversation stay far below the limits", () => {
    const source = "{% for m in messages %}{{ '<' + m.role + '>' + m.content|trim + '\n' }}{% endfor %}";
    const many = Array.from({ length: 2000 }, (_, at) => ({
      role: at % 2 ? "assistant" : "user",
      content: "word ".repeat(100),
    }));
    const template = new ChatTemplate(source, { limits: { steps: TEMPLATE_LIMITS.steps / 5 } });
    expect(template.render({ messages: many }).length).toBeGreaterThan(999_000);
  });
});
