// Runs a parsed template: statements to output, expressions to values. Rules are Jinja2's; every node is a counted step.

import { type Budget, LimitError, RaisedError, TemplateError } from "./budget.ts";
import { runFilter } from "./filters.ts";
import { itemsOf } from "./list-filters.ts";
import { callMacro, type Extras, mentions } from "./macros.ts";
import { item, member, slice } from "./member.ts";
import { GROUP, TUPLE, testOf } from "./mend.ts";
import type { CallNode, IdentifierNode, Node } from "./nodes.ts";
import { binary, unary } from "./operators.ts";
import { Scope } from "./scope.ts";
import { runTest } from "./tests.ts";
import { textOf } from "./text.ts";
import {
  Callable,
  type Dict,
  Float,
  type Kwargs,
  LoopState,
  Namespace,
  orUndefined,
  Tuple,
  truthy,
  typeName,
  Undefined,
  undefinedError,
  type Value,
} from "./values.ts";

/** How a block ended: at its end, or by a jump out of the loop around it. */
type Ending = "end" | "break" | "continue";

const constants: Record<string, Value> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};
const comparisons = new Set(["<", ">", "<=", ">=", "==", "!=", "in", "not in"]);

const sums = new Set(["+", "-", "~"]);

/** A chain of operators of one precedence, which the parser nests to the left, as a list. */
function spine(node: Node, operators: Set<string>): { first: Node; rest: { operator: string; right: Node }[] } {
  const rest: { operator: string; right: Node }[] = [];
  let first = node;
  while (first.type === "BinaryExpression" && operators.has(first.operator.value)) {
    rest.push({ operator: first.operator.value, right: first.right });
    first = first.left;
  }
  return { first, rest: rest.reverse() };
}

export class Interpreter {
  readonly #budget: Budget;
  readonly #tests: Node[][];
  /** What macros use, by their bodies. */
  readonly #extras = new WeakMap<Node[], Extras>();
  #written = 0;

  /** @param tests argument lists of tests, as the parser gives them */
  constructor(tests: Node[][], budget: Budget) {
    this.#tests = tests;
    this.#budget = budget;
  }

  /** The output of a block in its own scope. @throws TemplateError */
  render(nodes: Node[], scope: Scope): string {
    const out: string[] = [];
    const ending = this.#run(nodes, scope, out);
    if (ending !== "end") throw new TemplateError(`${ending} outside a loop`);
    return out.join("");
  }

  #write(text: string, out: string[]): void {
    this.#written += text.length;
    const { outputChars } = this.#budget.limits;
    if (this.#written > outputChars) throw new LimitError(`more than ${outputChars} characters`, outputChars);
    this.#budget.step(text.length >>> 8);
    if (text !== "") out.push(text);
  }

  #run(nodes: Node[], scope: Scope, out: string[]): Ending {
    this.#budget.enter();
    for (const node of nodes) {
      const ending = this.#statement(node, scope, out);
      if (ending !== "end") {
        this.#budget.leave();
        return ending;
      }
    }
    this.#budget.leave();
    return "end";
  }

  #statement(node: Node, scope: Scope, out: string[]): Ending {
    this.#budget.step();
    switch (node.type) {
      case "Comment":
        return "end";
      case "Break":
        return "break";
      case "Continue":
        return "continue";
      case "If":
        return this.#run(truthy(this.evaluate(node.test, scope)) ? node.body : node.alternate, scope, out);
      case "For":
        return this.#for(node, scope, out);
      case "Set":
        this.#set(node, scope);
        return "end";
      case "Macro":
        scope.set(node.name.value, this.#macro(node.name.value, node.args, node.body, scope));
        return "end";
      case "CallStatement": {
        const caller = this.#macro("caller", node.callerArgs ?? [], node.body, scope);
        const value = this.#call(node.call, scope, new Map([["caller", caller]]));
        this.#write(textOf(value, this.#budget), out);
        return "end";
      }
      case "FilterStatement": {
        const text = this.render(node.body, new Scope(scope));
        this.#write(textOf(this.#filter(node.filter, text, scope), this.#budget), out);
        return "end";
      }
      default:
        this.#write(textOf(this.evaluate(node, scope), this.#budget), out);
        return "end";
    }
  }

  #for(node: Node & { type: "For" }, scope: Scope, out: string[]): Ending {
    const { iterable, loopvar } = node;
    const filtered = iterable.type === "SelectExpression";
    let items = itemsOf(this.evaluate(filtered ? iterable.lhs : iterable, scope), this.#budget);
    if (filtered) {
      items = items.filter((value) => {
        const inner = new Scope(scope);
        this.#assign(loopvar, value, inner);
        return truthy(this.evaluate(iterable.test, inner));
      });
    }
    const loop = new LoopState(items);
    for (const value of items) {
      const inner = new Scope(scope);
      inner.set("loop", loop);
      this.#assign(loopvar, value, inner);
      if (this.#run(node.body, inner, out) === "break") break;
      loop.index0++;
    }
    return items.length === 0 ? this.#run(node.defaultBlock, new Scope(scope), out) : "end";
  }

  #set(node: Node & { type: "Set" }, scope: Scope): void {
    if (node.value) {
      this.#assign(node.assignee, this.evaluate(node.value, scope), scope);
      return;
    }
    let value: Value = this.render(node.body, new Scope(scope));
    let target = node.assignee;
    const filters: (IdentifierNode | CallNode)[] = [];
    for (; target.type === "FilterExpression"; target = target.operand) filters.unshift(target.filter);
    for (const filter of filters) value = this.#filter(filter, value, scope);
    this.#assign(target, value, scope);
  }

  #assign(target: Node, value: Value, scope: Scope): void {
    if (target.type === "Identifier") {
      if (Object.hasOwn(constants, target.value)) throw new TemplateError(`an assignment to ${target.value}`);
      scope.set(target.value, value);
    } else if (target.type === "TupleLiteral") {
      const items = itemsOf(value, this.#budget);
      if (items.length !== target.value.length)
        throw new RaisedError(`${items.length} items for ${target.value.length} names`);
      for (const [at, part] of target.value.entries()) this.#assign(part, items[at]!, scope);
    } else if (target.type === "MemberExpression" && !target.computed && target.property.type === "Identifier") {
      const object = this.evaluate(target.object, scope);
      if (!(object instanceof Namespace)) throw new RaisedError(`an assignment to an attribute of ${typeName(object)}`);
      object.entries.set(target.property.value, value);
    } else throw new TemplateError(`an assignment to a ${target.type}`);
  }

  #macro(name: string, parameters: Node[], body: Node[], scope: Scope): Callable {
    const uses = (word: string) => mentions(body, word);
    const extras = this.#extras.get(body) ?? {
      varargs: uses("varargs"),
      kwargs: uses("kwargs"),
      caller: uses("caller"),
    };
    this.#extras.set(body, extras);
    return new Callable(name, (args, kwargs) => {
      const inner = new Scope(scope);
      callMacro(name, parameters, extras, args, kwargs, inner, (node) => this.evaluate(node, inner));
      return this.render(body, inner);
    });
  }

  /** The value of an expression. @throws TemplateError */
  evaluate(node: Node, scope: Scope): Value {
    this.#budget.step();
    this.#budget.enter();
    const value = this.#value(node, scope);
    this.#budget.leave();
    return value;
  }

  #value(node: Node, scope: Scope): Value {
    switch (node.type) {
      case "StringLiteral":
      case "IntegerLiteral":
        return node.value;
      case "FloatLiteral":
        return new Float(node.value);
      case "Identifier":
        if (Object.hasOwn(constants, node.value)) return constants[node.value]!;
        return orUndefined(scope.get(node.value), `'${node.value}'`);
      case "ArrayLiteral":
        return node.value.map((part) => this.evaluate(part, scope));
      case "TupleLiteral":
        return new Tuple(node.value.map((part) => this.evaluate(part, scope)));
      case "ObjectLiteral":
        return this.#dict(node.value, scope);
      case "MemberExpression":
        return this.#member(node, scope);
      case "CallExpression":
        return this.#call(node, scope);
      case "BinaryExpression":
        return this.#binary(node, scope);
      case "UnaryExpression": {
        const value = this.evaluate(node.argument, scope);
        return node.operator.value === "not" ? !truthy(value) : unary(node.operator.value, value);
      }
      case "FilterExpression":
        return this.#filter(node.filter, this.evaluate(node.operand, scope), scope);
      case "TestExpression":
        return this.#test(node, scope) !== node.negate;
      case "Ternary":
        return this.evaluate(truthy(this.evaluate(node.condition, scope)) ? node.trueExpr : node.falseExpr, scope);
      case "SelectExpression":
        return truthy(this.evaluate(node.test, scope))
          ? this.evaluate(node.lhs, scope)
          : new Undefined("an inline if without else whose test is false");
    }
    throw new TemplateError(`a ${node.type} where a value is expected`);
  }

  #dict(entries: Map<Node, Node>, scope: Scope): Dict {
    const dict: Dict = new Map();
    for (const [keyNode, valueNode] of entries) {
      const key = this.evaluate(keyNode, scope);
      if (typeof key === "object" && key !== null) throw new TemplateError(`${typeName(key)} as a key of a dict`);
      dict.set(key, this.evaluate(valueNode, scope));
    }
    return dict;
  }

  #member(node: Node & { type: "MemberExpression" }, scope: Scope): Value {
    const object = this.evaluate(node.object, scope);
    const { property, computed } = node;
    const budget = this.#budget;
    if (property.type === "SliceExpression") {
      const part = (bound: Node | undefined) => (bound ? this.evaluate(bound, scope) : null);
      return slice(object, part(property.start), part(property.stop), part(property.step), budget);
    }
    if (computed) return item(object, this.evaluate(property, scope), budget);
    if (property.type === "Identifier" || property.type === "IntegerLiteral")
      return member(object, property.value, budget);
    throw new TemplateError(`a ${property.type} after a dot`);
  }

  #binary(node: Node & { type: "BinaryExpression" }, scope: Scope): Value {
    const operator = node.operator.value;
    if (comparisons.has(operator)) return this.#compare(node, scope);
    if (sums.has(operator)) return this.#sum(node, scope);
    const left = this.evaluate(node.left, scope);
    if (operator === "and") return truthy(left) ? this.evaluate(node.right, scope) : left;
    if (operator === "or") return truthy(left) ? left : this.evaluate(node.right, scope);
    return binary(operator, left, this.evaluate(node.right, scope), this.#budget);
  }

  /** `a < b == c …`: every neighbouring pair must hold, each operand is evaluated once. */
  #compare(node: Node, scope: Scope): Value {
    const { first, rest } = spine(node, comparisons);
    let left = this.evaluate(first, scope);
    for (const { operator, right } of rest) {
      const value = this.evaluate(right, scope);
      if (binary(operator, left, value, this.#budget) !== true) return false;
      left = value;
    }
    return true;
  }

  /** `a + b ~ c - d …`: `~` binds tighter than `+` and `-` in Jinja2, the library takes them for equals. */
  #sum(node: Node, scope: Scope): Value {
    const { first, rest } = spine(node, sums);
    let total: Value | undefined;
    let pending = "+";
    let term = this.evaluate(first, scope);
    const close = () => {
      total = total === undefined ? term : binary(pending, total, term, this.#budget);
      return total;
    };
    for (const { operator, right } of rest) {
      if (operator === "~") term = binary("~", term, this.evaluate(right, scope), this.#budget);
      else {
        close();
        pending = operator;
        term = this.evaluate(right, scope);
      }
    }
    return close();
  }

  #arguments(nodes: Node[], scope: Scope): [Value[], Kwargs] {
    const args: Value[] = [];
    const kwargs: Kwargs = new Map();
    const name = (key: string, value: Value) => {
      if (kwargs.has(key)) throw new RaisedError(`the argument ${key} twice`);
      kwargs.set(key, value);
    };
    for (const node of nodes) {
      if (node.type === "SpreadExpression")
        for (const value of itemsOf(this.evaluate(node.argument, scope), this.#budget)) args.push(value);
      else if (node.type === "KeywordArgumentExpression") name(node.key.value, this.evaluate(node.value, scope));
      else if (node.type === "KeywordSpreadExpression") {
        const more = this.evaluate(node.argument, scope);
        if (!(more instanceof Map)) throw new RaisedError(`** of ${typeName(more)}`);
        for (const [key, value] of more) name(String(key), value);
      } else args.push(this.evaluate(node, scope));
    }
    return [args, kwargs];
  }

  #test(node: Node & { type: "TestExpression" }, scope: Scope): boolean {
    const value = this.evaluate(node.operand, scope);
    const { name, list } = testOf(node.test.value);
    const args = list === null ? [] : this.#tests[list]!.map((part) => this.evaluate(part, scope));
    return runTest(name, value, args, this.#budget);
  }

  #call(node: CallNode, scope: Scope, more: Kwargs = new Map()): Value {
    const name = node.callee.type === "Identifier" ? node.callee.value : "";
    if (name === GROUP || name === TUPLE) return this.#parentheses(node, name === TUPLE, scope);
    const callee = this.evaluate(node.callee, scope);
    const [args, kwargs] = this.#arguments(node.args, scope);
    for (const [key, value] of more) kwargs.set(key, value);
    if (callee instanceof Undefined) throw undefinedError(callee);
    if (!(callee instanceof Callable)) throw new RaisedError(`a call of ${typeName(callee)}`);
    return callee.call(args, kwargs);
  }

  #parentheses(node: CallNode, tuple: boolean, scope: Scope): Value {
    const values = node.args.map((part) => this.evaluate(part, scope));
    if (tuple) return new Tuple(values);
    if (values.length !== 1) throw new TemplateError("parentheses around expressions without a comma");
    return values[0]!;
  }

  #filter(node: IdentifierNode | CallNode, value: Value, scope: Scope): Value {
    if (node.type === "Identifier") return runFilter(node.value, value, [], new Map(), this.#budget);
    if (node.callee.type !== "Identifier") throw new TemplateError(`a ${node.callee.type} as a filter`);
    const [args, kwargs] = this.#arguments(node.args, scope);
    return runFilter(node.callee.value, value, args, kwargs, this.#budget);
  }
}
