/** Protocol Buffers as OTLP needs them: written only, from the same plain objects that OTLP's JSON is made of. */

type Scalar = 'text' | 'hex' | 'enum' | 'int64' | 'fixed64' | 'fixed32' | 'double' | 'bool';

/** By field: its number, what it is, and whether there may be several. */
export type Shape = {
  readonly [field: string]: readonly [number: number, type: Scalar | (() => Shape), many?: 'many' | 'packed'];
};

export type Value = string | number | bigint | boolean | Message | readonly Value[] | undefined;
export type Message = { readonly [field: string]: Value };

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const wireTypes: Readonly<Record<Scalar, number>> = {
  text: BYTES,
  hex: BYTES,
  enum: VARINT,
  int64: VARINT,
  bool: VARINT,
  fixed64: FIXED64,
  double: FIXED64,
  fixed32: FIXED32,
};

/** One buffer for the whole message: a piece for each field would cost many times as much. */
type Out = { bytes: Buffer; at: number };

export function encode(message: Message, shape: Shape): Buffer {
  const out = { bytes: Buffer.allocUnsafe(64 * 1024), at: 0 };
  write(out, message, shape);
  return out.bytes.subarray(0, out.at);
}

/** As proto3's JSON has it: 64-bit numbers are text. */
export function encodeJson(message: Message): string {
  return JSON.stringify(message, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function write(out: Out, message: Message, shape: Shape): void {
  for (const field in message) {
    const rule = shape[field];
    if (rule === undefined) throw new Error(`${field} is no field of the message`);
    const [number, type, many] = rule;
    const value = message[field];
    if (value === undefined) continue;
    if (many === undefined) put(out, number, type, value);
    else if (many === 'packed') pack(out, number, type, value);
    else for (const one of listOf(value)) put(out, number, type, one);
  }
}

function put(out: Out, number: number, type: Scalar | (() => Shape), value: Value): void {
  if (typeof type === 'function') {
    const start = open(out, number);
    write(out, value as Message, type());
    close(out, start);
  } else if (wireTypes[type] === BYTES) {
    const start = open(out, number);
    scalar(out, type, value);
    close(out, start);
  } else {
    small(out, number * 8 + wireTypes[type]);
    scalar(out, type, value);
  }
}

function pack(out: Out, number: number, type: Scalar | (() => Shape), value: Value): void {
  if (typeof type === 'function') throw new Error('messages are not packed');
  const start = open(out, number);
  for (const one of listOf(value)) scalar(out, type, one);
  close(out, start);
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}

/** Begins what has its length before it, for which a byte is left free. */
function open(out: Out, number: number): number {
  small(out, number * 8 + BYTES);
  room(out, 1);
  out.at += 1;
  return out.at;
}

/** Puts the length before what was written since; what is longer than a byte can tell moves on. */
function close(out: Out, start: number): void {
  const length = out.at - start;
  let extra = 0;
  for (let rest = length >>> 7; rest > 0; rest >>>= 7) extra += 1;
  room(out, extra);
  if (extra > 0) out.bytes.copyWithin(start + extra, start, out.at);
  out.at = start - 1;
  small(out, length);
  out.at += length;
}

function scalar(out: Out, type: Scalar, value: Value): void {
  switch (type) {
    case 'text':
    case 'hex': {
      const text = String(value);
      room(out, 3 * text.length);
      out.at += out.bytes.write(text, out.at, type === 'hex' ? 'hex' : 'utf8');
      return;
    }
    case 'enum':
    case 'int64':
      varint(out, value as number | bigint);
      return;
    case 'bool':
      small(out, value === true ? 1 : 0);
      return;
    case 'fixed64':
      room(out, 8);
      out.at = out.bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value as number | bigint)), out.at);
      return;
    case 'double':
      room(out, 8);
      out.at = out.bytes.writeDoubleLE(Number(value), out.at);
      return;
    case 'fixed32':
      room(out, 4);
      out.at = out.bytes.writeUInt32LE(Number(value), out.at);
      return;
    default:
      return type satisfies never;
  }
}

const SMALL = 2 ** 31;

function varint(out: Out, value: number | bigint): void {
  if (value >= 0 && value < SMALL) {
    small(out, Number(value));
    return;
  }
  room(out, 10);
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) out.bytes[out.at++] = Number(rest & 0x7fn) | 0x80;
  out.bytes[out.at++] = Number(rest);
}

/** Below 2^31. */
function small(out: Out, value: number): void {
  room(out, 5);
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) out.bytes[out.at++] = (rest & 0x7f) | 0x80;
  out.bytes[out.at++] = rest;
}

function room(out: Out, bytes: number): void {
  if (out.at + bytes <= out.bytes.length) return;
  const larger = Buffer.allocUnsafe(2 * (out.at + bytes));
  out.bytes.copy(larger, 0, 0, out.at);
  out.bytes = larger;
}
