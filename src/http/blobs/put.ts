import { Readable } from 'node:stream';
import { DomainError } from '../../domain/errors.ts';
import type { Answer, Ask, Http } from '../answer.ts';

/** PUT {container}/{path} with a signature in the query: streams one file into the upload (Azure's Put Blob). */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const container = ask.params.container ?? '';
  http.sas.check(container, ask.query);
  if (ask.query.comp !== undefined) {
    throw new DomainError('unsupported', `comp is '${ask.query.comp}'; only whole files can be put here.`, {
      target: 'comp',
    });
  }
  const stream = ask.body instanceof Readable ? ask.body : Readable.from([]);
  // A stream that is destroyed takes the connection with it, and the client would never see why it was refused.
  const body = { [Symbol.asyncIterator]: () => stream.iterator({ destroyOnReturn: false }) };
  const { etag, modifiedAt } = await http.parts.files.write(container, ask.params['*'] ?? '', body);
  return { status: 201, headers: { ETag: `"${etag}"`, 'Last-Modified': new Date(modifiedAt).toUTCString() } };
}
