/** A reader of its own, so that no mistake of the router's parsers is shared: whole requests and whole answers. */

export type Seen = {
  readonly method: string;
  readonly target: string;
  /** The lines of the fields. */
  readonly fields: readonly string[];
  readonly body: string;
};

export type Heard = {
  readonly status: number;
  readonly fields: readonly string[];
  readonly body: string;
  /** What follows the last chunk. */
  readonly trailers: readonly string[];
};

type Message = Pick<Heard, 'fields' | 'body' | 'trailers'> & { readonly start: string };

/** Takes bytes as they come and gives the requests that are whole. */
export class RequestScanner {
  #rest = '';

  add(bytes: string): Seen[] {
    this.#rest += bytes;
    const seen: Seen[] = [];
    for (;;) {
      const found = firstMessage(this.#rest, 0);
      if (found === undefined) return seen;
      this.#rest = this.#rest.slice(found.end);
      const [method, target, version] = found.message.start.split(' ');
      if (method === undefined || target === undefined || version !== 'HTTP/1.1')
        throw new Error(`not the start of a request: ${JSON.stringify(found.message.start)}`);
      const { fields, body } = found.message;
      seen.push({ method, target, fields, body });
    }
  }
}

export type Scanned = {
  readonly answers: readonly Heard[];
  /** What follows the last whole answer. */
  readonly rest: string;
};

/** `closed`: an answer that ends with its connection is whole. Interim answers are left out. */
export function scanAnswers(text: string, closed = false): Scanned {
  const answers: Heard[] = [];
  let rest = text;
  for (;;) {
    const found = firstMessage(rest, closed ? -1 : Number.NaN);
    if (found === undefined) return { answers, rest };
    rest = rest.slice(found.end);
    const status = Number(found.message.start.slice(9, 12));
    const { fields, body, trailers } = found.message;
    if (status >= 200) answers.push({ status, fields, body, trailers });
  }
}

export function valuesOf(of: { readonly fields: readonly string[] }, name: string): string[] {
  return of.fields
    .filter((line) => line.slice(0, line.indexOf(':')).toLowerCase() === name)
    .map((line) => line.slice(line.indexOf(':') + 1).trim());
}

/** `unsaid`: the length of a body of which the head says nothing; -1: all there is, NaN: never whole. */
function firstMessage(text: string, unsaid: number): { message: Message; end: number } | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [start = '', ...fields] = text.slice(0, headEnd).split('\r\n');
  const from = headEnd + 4;
  const lengths = valuesOf({ fields }, 'content-length');
  const codings = valuesOf({ fields }, 'transfer-encoding');
  if (lengths.length + codings.length > 1) throw new Error(`framed twice: ${text.slice(0, headEnd)}`);
  if (codings.length > 0) {
    const body = chunksOf(text, from);
    return body && { message: { start, fields, body: body.text, trailers: body.trailers }, end: body.end };
  }
  const bodiless = /^HTTP\/1\.1 (?:1..|204|304)/.test(start);
  const length = bodiless ? 0 : Number(lengths[0] ?? (start.startsWith('HTTP/') ? unsaid : 0));
  if (Number.isNaN(length) || text.length < from + length) return undefined;
  const end = length < 0 ? text.length : from + length;
  return { message: { start, fields, body: text.slice(from, end), trailers: [] }, end };
}

type Chunks = { readonly text: string; readonly trailers: readonly string[]; readonly end: number };

function chunksOf(text: string, from: number): Chunks | undefined {
  let body = '';
  let at = from;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = text.slice(at, lineEnd);
    if (!/^[0-9a-f]+$/.test(size)) throw new Error(`not a chunk size: ${JSON.stringify(size)}`);
    const start = lineEnd + 2;
    const end = start + Number.parseInt(size, 16);
    if (end === start) return trailersOf(text, start, body);
    if (text.length < end + 2) return undefined;
    if (text.slice(end, end + 2) !== '\r\n') throw new Error('a chunk that does not end where it says');
    body += text.slice(start, end);
    at = end + 2;
  }
}

/** The fields behind the last chunk, up to the empty line. */
function trailersOf(text: string, from: number, body: string): Chunks | undefined {
  if (text.startsWith('\r\n', from)) return { text: body, trailers: [], end: from + 2 };
  const end = text.indexOf('\r\n\r\n', from);
  if (end >= 0) return { text: body, trailers: text.slice(from, end).split('\r\n'), end: end + 4 };
  return undefined;
}
