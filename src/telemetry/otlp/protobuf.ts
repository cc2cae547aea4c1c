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

export function encode(message: Message, shape: Shape): Buffer {
  const parts: Buffer[] = [];
  for (const [field, value] of Object.entries(message)) {
    const rule = shape[field];
    if (rule === undefined) throw new Error(`${field} is no field of the message`);
    const [number, type, many] = rule;
    if (value === undefined) continue;
    if (many === undefined) put(parts, number, type, value);
    else if (many === 'packed') pack(parts, number, type, value);
    else for (const one of listOf(value)) put(parts, number, type, one);
  }
  return Buffer.concat(parts);
}

/** As proto3's JSON has it: 64-bit numbers are text. */
export function encodeJson(message: Message): string {
  return JSON.stringify(message, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function put(parts: Buffer[], number: number, type: Scalar | (() => Shape), value: Value): void {
  if (typeof type === 'function') {
    const body = encode(value as Message, type());
    parts.push(tag(number, BYTES), small(body.length), body);
    return;
  }
  const body = bytesOf(type, value);
  parts.push(tag(number, wireTypes[type]));
  if (wireTypes[type] === BYTES) parts.push(small(body.length));
  parts.push(body);
}

function pack(parts: Buffer[], number: number, type: Scalar | (() => Shape), value: Value): void {
  if (typeof type === 'function') throw new Error('messages are not packed');
  const body = Buffer.concat(listOf(value).map((one) => bytesOf(type, one)));
  parts.push(tag(number, BYTES), small(body.length), body);
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [value];
}

function tag(number: number, wireType: number): Buffer {
  return small(number * 8 + wireType);
}

function bytesOf(type: Scalar, value: Value): Buffer {
  switch (type) {
    case 'text':
      return Buffer.from(String(value), 'utf8');
    case 'hex':
      return Buffer.from(String(value), 'hex');
    case 'enum':
    case 'int64':
      return varint(BigInt.asUintN(64, BigInt(value as number | bigint)));
    case 'bool':
      return varint(value === true ? 1n : 0n);
    case 'fixed64': {
      const bytes = Buffer.alloc(8);
      bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value as number | bigint)));
      return bytes;
    }
    case 'double': {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(Number(value));
      return bytes;
    }
    case 'fixed32': {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(Number(value));
      return bytes;
    }
    default:
      return type satisfies never;
  }
}

/** Lengths and tags: 32 bits are enough for them, and a bigint for each would cost more than the rest. */
function small(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}
