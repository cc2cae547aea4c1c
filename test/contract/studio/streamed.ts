/** Bodies that nobody knows the end of, for endpoints that are tried. */
import { restOf } from '../../support/rest.ts';
import type { Teal } from '../../support/teal.ts';

/** Tries an endpoint with so much of a body of no known length; a refusal is told long before that is over. */
export function streamed(teal: Teal, endpoint: string, mebibytes: number): Promise<Response> {
  const path = `${restOf(teal).workspace}/onlineEndpoints/${endpoint}/score?api-version=2024-10-01`;
  return fetch(`${teal.server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${teal.token}`, 'content-type': 'text/plain' },
    body: pieces(mebibytes),
    duplex: 'half',
  } as RequestInit);
}

function pieces(mebibytes: number): ReadableStream<Uint8Array> {
  let left = mebibytes;
  return new ReadableStream({
    pull: (stream) => {
      if (left-- > 0) stream.enqueue(new Uint8Array(1024 * 1024));
      else stream.close();
    },
  });
}
