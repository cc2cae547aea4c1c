import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors.ts';

/** Far deeper than any body of ours; code that walks a body may recurse that far. */
const deepest = 100;

/** JSON in UTF-8 and nothing else; no body is fine whatever its type says, for clients post so (listKeys). */
export function acceptJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      const text = textOf(request, body as Buffer);
      parse(request, text, (error, value) => {
        if (error === null) done(null, value);
        else parse(request, breaksEscaped(text), done);
      });
    } catch (refused) {
      done(refused as DomainError);
    }
  });
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else done(wrongType(request.headers['content-type']));
  });
}

function textOf(request: FastifyRequest, body: Buffer): string {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    throw new DomainError(
      'bad-media-type',
      `The Content-Encoding of the body is '${coding}'; nothing is unpacked here: send it as it is.`,
    );
  }
  const text = decoded(body);
  if (depthOf(text) > deepest) {
    throw new DomainError(
      'bad-argument',
      `The body is nested more than ${deepest} levels deep, which none of its fields is.`,
    );
  }
  return text;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new DomainError('bad-argument', 'The request cannot be read: the body is not UTF-8.');
  }
}

/** How deep brackets nest outside of texts; good for anything that the parser lets pass. */
function depthOf(json: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '[' || char === '{') most = Math.max(most, ++depth);
    else if (char === ']' || char === '}') depth -= 1;
  }
  return most;
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Line breaks and tabs inside of texts, which JSON forbids: Azure reads them, and its shell sample pastes a conda file so. */
function breaksEscaped(json: string): string {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at] ?? '';
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted && char in escapes) {
      parts.push(json.slice(from, at), escapes[char] ?? '');
      from = at + 1;
    }
  }
  return parts.join('') + json.slice(from);
}

function wrongType(type: string | undefined): DomainError {
  return new DomainError(
    'bad-media-type',
    `The Content-Type of the body is ${type === undefined ? 'missing' : `'${type}'`}; it must be application/json.`,
  );
}
