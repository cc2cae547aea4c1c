import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';
import { type Ask, header } from '../answer.ts';
import { createCrc64 } from './crc64.ts';

type Sum = { update(chunk: Uint8Array): void; base64(): string };
type Check = { readonly make: () => Sum; readonly bytes: number; readonly code: string };

const md5 = (): Sum => {
  const hash = createHash('md5');
  return { update: (chunk) => void hash.update(chunk), base64: () => hash.digest('base64') };
};

/** Headers by which clients say what they sent, and Azure's code for one that is wrong. */
const checks = {
  'content-md5': { make: md5, bytes: 16, code: 'Md5Mismatch' },
  'x-ms-content-crc64': { make: createCrc64, bytes: 8, code: 'Crc64Mismatch' },
  'x-ms-blob-content-md5': { make: md5, bytes: 16, code: 'Md5Mismatch' },
} as const satisfies Record<string, Check>;

type Checked = keyof typeof checks;

/** What a request carries must be what was sent: its sums are of this very body. */
const ofRequest = ['content-md5', 'x-ms-content-crc64'] as const;

/** The body of an upload. Throws bad-argument, at its end, when it is not what its headers say. */
export function uploadOf(ask: Ask, more: readonly Checked[] = []): AsyncIterable<Uint8Array> {
  return verified(ask, streamOf(ask), [...ofRequest, ...more]);
}

/** How many bytes the client says it will send; 0 when it does not. */
export function announcedBytes(ask: Ask): number {
  return Number(header(ask, 'content-length') ?? 0);
}

/** A body checked against the headers that are there. Throws bad-argument at once for one that is no such sum. */
export function verified(
  ask: Ask,
  body: AsyncIterable<Uint8Array>,
  names: readonly Checked[],
): AsyncIterable<Uint8Array> {
  const said = names.flatMap((name) => {
    const value = header(ask, name);
    return value === undefined ? [] : [{ name, value: sumIn(name, value), sum: checks[name].make() }];
  });
  return said.length === 0 ? body : compared(body, said);
}

async function* compared(
  body: AsyncIterable<Uint8Array>,
  said: readonly { readonly name: Checked; readonly value: string; readonly sum: Sum }[],
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    for (const { sum } of said) sum.update(chunk);
    yield chunk;
  }
  for (const { name, value, sum } of said) {
    const found = sum.base64();
    if (found === value) continue;
    throw new DomainError('bad-argument', `${name} is '${value}', but the body has '${found}'.`, {
      details: [{ code: checks[name].code, message: 'The body did not arrive as it was sent.' }],
    });
  }
}

function sumIn(name: Checked, value: string): string {
  const { bytes } = checks[name];
  const read = Buffer.from(value, 'base64');
  if (read.length === bytes && read.toString('base64') === value) return value;
  throw new DomainError('bad-argument', `${name} is '${value}'; it must be ${bytes} bytes in base64.`, {
    target: name,
    details: [{ code: bytes === 16 ? 'InvalidMd5' : 'InvalidHeaderValue', message: 'Nothing was stored.' }],
  });
}

/** A small body as text. Throws too-large. */
export async function textOf(ask: Ask, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of uploadOf(ask)) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new DomainError('too-large', `The body is larger than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A stream that is destroyed takes the connection with it, and the client would never see why it was refused. */
async function* streamOf(ask: Ask): AsyncGenerator<Uint8Array> {
  const stream = ask.body instanceof Readable ? ask.body : Readable.from([]);
  try {
    yield* stream.iterator({ destroyOnReturn: false });
  } catch (cause) {
    if (!stream.readableAborted) throw cause;
    throw new DomainError('bad-argument', 'The body broke off before its end; nothing of it was kept.', {
      cause,
      details: [{ code: 'IncompleteBody', message: 'Send it again.' }],
    });
  }
}
