// Reads one JSON array of requests from standard input and writes one JSON array of answers.
//
//   { "encode": value }                   -> { "hex": bytes }
//   { "encodeFloat32": value }            -> { "hex": bytes }, floating point numbers in 32 bits
//   { "decode": hex }                     -> { "value": value, "hex": the value encoded again }
//   { "encodeDate": milliseconds }        -> { "hex": an array of a timestamp extension and the number 7 }
//
// A value is null or an object with one member: b truth value, i integer as text, f number as the hex of its eight
// bytes, s string, x bytes as hex, a array of values, m array of pairs of string and value.
import { readFileSync } from "node:fs";
import { decode, encode } from "@msgpack/msgpack";

// With 64-bit integers switched on the library takes numbers for what fits 32 bits and BigInt for the rest.
const options = { useBigInt64: true };

function toJs(value) {
  if (value === null) return null;
  if ("b" in value) return value.b;
  if ("i" in value) {
    const big = BigInt(value.i);
    return big > 0xffffffffn || big < -0x80000000n ? big : Number(big);
  }
  if ("f" in value) return Buffer.from(value.f, "hex").readDoubleBE(0);
  if ("s" in value) return value.s;
  if ("x" in value) return new Uint8Array(Buffer.from(value.x, "hex"));
  if ("a" in value) return value.a.map(toJs);
  return Object.fromEntries(value.m.map(([key, member]) => [key, toJs(member)]));
}

function fromJs(value) {
  if (value === null) return null;
  if (typeof value === "boolean") return { b: value };
  if (typeof value === "bigint") return { i: value.toString() };
  if (typeof value === "number") {
    if (Number.isSafeInteger(value)) return { i: value.toString() };
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return { f: bytes.toString("hex") };
  }
  if (typeof value === "string") return { s: value };
  if (value instanceof Uint8Array) return { x: hex(value) };
  if (Array.isArray(value)) return { a: value.map(fromJs) };
  return { m: Object.entries(value).map(([key, member]) => [key, fromJs(member)]) };
}

function hex(bytes) {
  return Buffer.from(bytes).toString("hex");
}

function answer(request) {
  if ("encode" in request) return { hex: hex(encode(toJs(request.encode), options)) };
  if ("encodeFloat32" in request) {
    return { hex: hex(encode(toJs(request.encodeFloat32), { ...options, forceFloat32: true })) };
  }
  if ("encodeDate" in request) return { hex: hex(encode([new Date(request.encodeDate), 7], options)) };
  const value = decode(Buffer.from(request.decode, "hex"), options);
  return { value: fromJs(value), hex: hex(encode(value, options)) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(answer)));
