import type { FastifyRequest } from 'fastify';
import { longestMs } from './sessions.ts';

export type Cookie = {
  /** The session's secret, as the browser sent it. */
  read(request: FastifyRequest): string | undefined;
  /** The header that gives it to the browser. */
  given(request: FastifyRequest, secret: string): string;
  /** The header that takes it away. */
  taken(request: FastifyRequest): string;
};

/**
 * The session's cookie: for no script, for no other site, over TLS only when it was given over TLS. Browsers tell cookies
 * of one address apart by name and not by port, so that the name has the Teal's `mark` in it.
 */
export function createCookie(mark: string): Cookie {
  const nameOf = ({ protocol }: FastifyRequest) =>
    protocol === 'https' ? `__Host-teal-${mark}` : `teal-${mark}`;
  const written = (request: FastifyRequest, value: string, seconds: number) =>
    `${nameOf(request)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${request.protocol === 'https' ? '; Secure' : ''}`;
  return {
    read: (request) => cookieIn(request.headers.cookie ?? '', nameOf(request)),
    given: (request, secret) => written(request, secret, longestMs / 1000),
    taken: (request) => written(request, '', 0),
  };
}

function cookieIn(header: string, name: string): string | undefined {
  const pair = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || undefined;
}
