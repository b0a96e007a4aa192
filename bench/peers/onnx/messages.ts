// The messages of ONNX that a model file of ours needs, written by protobufjs. Source of names and numbers: onnx/onnx.proto; left out is what no such file has.
import { importPackage } from "../install.ts";

const SCHEMA = `
syntax = "proto2";
package onnx;
message AttributeProto {
  required string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  optional int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1;
  optional int32 dataType = 2;
  optional string name = 8;
  optional bytes rawData = 9;
}
message NodeProto {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string opType = 4;
  repeated AttributeProto attribute = 5;
  optional string domain = 7;
}
message Dimension {
  optional int64 dimValue = 1;
  optional string dimParam = 2;
}
message TensorShape { repeated Dimension dim = 1; }
message TensorType {
  optional int32 elemType = 1;
  optional TensorShape shape = 2;
}
message TypeProto { optional TensorType tensorType = 1; }
message ValueInfoProto {
  optional string name = 1;
  optional TypeProto type = 2;
}
message GraphProto {
  repeated NodeProto node = 1;
  optional string name = 2;
  repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11;
  repeated ValueInfoProto output = 12;
}
message OperatorSetIdProto {
  optional string domain = 1;
  optional int64 version = 2;
}
message ModelProto {
  optional int64 irVersion = 1;
  optional string producerName = 2;
  optional GraphProto graph = 7;
  repeated OperatorSetIdProto opsetImport = 8;
}`;

/** TensorProto.DataType. */
export const TYPE = { float: 1, uint8: 2, int32: 6, int64: 7, float16: 10 } as const;
export type Type = keyof typeof TYPE;

/** AttributeProto.AttributeType of the two that are used. */
const FLOAT = 1;
const INT = 2;

export interface Attribute {
  name: string;
  f?: number;
  i?: number;
  type: number;
}

export interface Tensor {
  name: string;
  dims: number[];
  dataType: number;
  /** Little-endian. */
  rawData: Uint8Array;
}

export interface Node {
  name: string;
  opType: string;
  domain?: string;
  input: string[];
  output: string[];
  attribute: Attribute[];
}

export interface ValueInfo {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: ({ dimValue: number } | { dimParam: string })[] } } };
}

export interface Model {
  irVersion: number;
  producerName: string;
  graph: { name: string; node: Node[]; initializer: Tensor[]; input: ValueInfo[]; output: ValueInfo[] };
  opsetImport: { domain: string; version: number }[];
}

/** An attribute of a whole number. */
export function int(name: string, i: number): Attribute {
  return { name, i, type: INT };
}

/** An attribute of a real number. */
export function float(name: string, f: number): Attribute {
  return { name, f, type: FLOAT };
}

/** An input or output of a graph; a dimension with a name is free. */
export function value(name: string, type: Type, shape: (number | string)[]): ValueInfo {
  const dim = shape.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: TYPE[type], shape: { dim } } } };
}

/** A constant tensor. */
export function constant(name: string, type: Type, dims: number[], data: ArrayBufferView): Tensor {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims, dataType: TYPE[type], rawData };
}

/** What is used of protobufjs. */
interface Protobuf {
  parse(schema: string): {
    root: { lookupType(name: string): { encode(message: object): { finish(): Uint8Array } } };
  };
}

/** The bytes of a model file. */
export async function encodeModel(model: Model): Promise<Uint8Array> {
  const protobuf = await importPackage<Protobuf>("protobufjs/index.js");
  return protobuf.parse(SCHEMA).root.lookupType("onnx.ModelProto").encode(model).finish();
}
