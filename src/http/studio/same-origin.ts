/** What keeps other pages of the same browser from using somebody's session (CSRF) or beginning one for them. */
import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '../../domain/errors.ts';
import type { Hosts } from './hosts.ts';

/** Pages of other origins cannot send it without asking first, which Teal never answers. Its value says nothing. */
export const studioHeader = 'x-teal-studio';

/**
 * Throws forbidden unless a request that a browser vouches for comes from a page of Teal's own.
 * - The host is one of this Teal's.
 * - Origin and Sec-Fetch-Site, as far as they are there, say so. Changes need one of them, and the header of Studio.
 * - What only reads needs Sec-Fetch-Site or, where browsers send none (plain HTTP to another machine), that header.
 */
export function checkSameOrigin(method: string, headers: IncomingHttpHeaders, hosts: Hosts): void {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (!hosts(host)) {
    throw new DomainError(
      'forbidden',
      `Studio is not served under the host '${host ?? ''}'; open it by address, by localhost or by this machine's name, or start Teal with --studio-host.`,
      { target: 'Host' },
    );
  }
  if (origin !== undefined && !isOf(origin, host)) refuse('Origin', origin);
  if (site !== undefined && site !== 'same-origin') refuse('Sec-Fetch-Site', String(site));
  const isMarked = headers[studioHeader] !== undefined;
  const isReading = method === 'GET' || method === 'HEAD';
  if (isReading) {
    if (site === undefined && !isMarked) refuse(studioHeader, undefined);
  } else if (!isMarked) {
    refuse(studioHeader, undefined);
  } else if (origin === undefined && site === undefined) {
    refuse('Origin', undefined);
  }
}

/** Whatever the scheme: in front of Teal, TLS may end at a proxy. */
function isOf(origin: string, host = ''): boolean {
  return /^https?:\/\//i.test(origin) && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function refuse(name: string, value: string | undefined): never {
  const what = value === undefined ? 'is missing' : `is '${value}'`;
  throw new DomainError(
    'forbidden',
    `The session of Studio is for pages of this Teal alone, and the header ${name} ${what}. Programs use "Authorization: Bearer" instead.`,
    { target: name },
  );
}
