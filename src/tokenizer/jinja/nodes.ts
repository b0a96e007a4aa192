// The shapes of the syntax tree that @huggingface/jinja's parser gives: the package exports the parser but not its node types.

export type Node =
  | { type: "Program"; body: Node[] }
  | { type: "If"; test: Node; body: Node[]; alternate: Node[] }
  | { type: "For"; loopvar: Node; iterable: Node; body: Node[]; defaultBlock: Node[] }
  | { type: "Break" | "Continue" }
  | { type: "Comment"; value: string }
  | { type: "Set"; assignee: Node; value: Node | null; body: Node[] }
  | { type: "Macro"; name: IdentifierNode; args: Node[]; body: Node[] }
  | { type: "CallStatement"; call: CallNode; callerArgs: Node[] | null; body: Node[] }
  | { type: "FilterStatement"; filter: IdentifierNode | CallNode; body: Node[] }
  | IdentifierNode
  | CallNode
  | { type: "MemberExpression"; object: Node; property: Node; computed: boolean }
  | { type: "IntegerLiteral" | "FloatLiteral"; value: number }
  | { type: "StringLiteral"; value: string }
  | { type: "ArrayLiteral" | "TupleLiteral"; value: Node[] }
  | { type: "ObjectLiteral"; value: Map<Node, Node> }
  | { type: "BinaryExpression"; operator: { value: string }; left: Node; right: Node }
  | { type: "UnaryExpression"; operator: { value: string }; argument: Node }
  | { type: "FilterExpression"; operand: Node; filter: IdentifierNode | CallNode }
  | { type: "SelectExpression"; lhs: Node; test: Node }
  | { type: "TestExpression"; operand: Node; negate: boolean; test: IdentifierNode }
  | { type: "Ternary"; condition: Node; trueExpr: Node; falseExpr: Node }
  | { type: "SliceExpression"; start?: Node; stop?: Node; step?: Node }
  | { type: "KeywordArgumentExpression"; key: IdentifierNode; value: Node }
  | { type: "SpreadExpression" | "KeywordSpreadExpression"; argument: Node };

export interface IdentifierNode {
  type: "Identifier";
  value: string;
}

export interface CallNode {
  type: "CallExpression";
  callee: Node;
  args: Node[];
}
