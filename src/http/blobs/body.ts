import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';
import { type Ask, header } from '../answer.ts';

/** The body of an upload, checked against Content-MD5 where the client sends one; it throws at its end. */
export async function* uploadOf(ask: Ask): AsyncGenerator<Uint8Array> {
  const said = header(ask, 'content-md5');
  const sum = said === undefined ? undefined : createHash('md5');
  for await (const chunk of streamOf(ask)) {
    sum?.update(chunk);
    yield chunk;
  }
  const found = sum?.digest('base64');
  if (found === said) return;
  throw new DomainError('bad-argument', `Content-MD5 is '${said}', but the body has '${found}'.`, {
    details: [{ code: 'Md5Mismatch', message: 'The body did not arrive as it was sent.' }],
  });
}

/** A small body as text. Throws too-large. */
export async function textOf(ask: Ask, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of streamOf(ask)) {
    size += chunk.byteLength;
    if (size > mostBytes) throw new DomainError('too-large', `The body is larger than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A stream that is destroyed takes the connection with it, and the client would never see why it was refused. */
function streamOf(ask: Ask): AsyncIterable<Uint8Array> {
  const stream = ask.body instanceof Readable ? ask.body : Readable.from([]);
  return { [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }) };
}
