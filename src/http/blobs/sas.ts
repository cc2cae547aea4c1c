import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';

/** Signs and checks the query by which an upload is allowed, with the parameter names of Azure's SAS. */
export type Sas = {
  /** `sv=…&sr=c&sp=racwl&se=…&sig=…` for one container, for 24 hours or the fewer that are asked for. */
  issue(container: string, hours?: number): string;
  /** Throws unauthorized unless the query was issued for the container, allows this and is not over. */
  check(container: string, query: SasQuery, wanted: Permission): void;
};

export type SasQuery = Readonly<Record<string, string | undefined>>;
/** Letters of `sp`. */
export type Permission = 'read' | 'write' | 'list';

const longestHours = 24;
const version = '2021-08-06';
const letters: Readonly<Record<Permission, string>> = { read: 'r', write: 'w', list: 'l' };

export function createSas(secret: string, now: () => number): Sas {
  /** Over everything that the link says, so that no part of it can be exchanged. */
  const sign = (container: string, { sv, sr, sp, se }: SasQuery) =>
    createHmac('sha256', secret)
      .update([sv, sr, sp, se, container].map((part) => part ?? '').join('\n'))
      .digest('base64url');
  return {
    issue: (container, hours = longestHours) => {
      const se = new Date(now() + Math.min(hours, longestHours) * 60 * 60_000).toISOString();
      const link = { sv: version, sr: 'c', sp: 'racwl', se };
      return new URLSearchParams({ ...link, sig: sign(container, link) }).toString();
    },
    check: (container, query, wanted) => {
      const { se = '', sp = '', sig = '' } = query;
      const given = Buffer.from(sig);
      const signature = Buffer.from(sign(container, query));
      const genuine = given.length === signature.length && timingSafeEqual(given, signature);
      if (!genuine || !(Date.parse(se) > now())) {
        throw new DomainError(
          'unauthorized',
          `The signature of the upload link for '${container}' is not valid or has expired; start the upload again.`,
        );
      }
      if (sp.includes(letters[wanted])) return;
      throw new DomainError('unauthorized', `The link for '${container}' does not allow to ${wanted}.`, {
        details: [{ code: 'AuthorizationPermissionMismatch', message: `sp is '${sp}'.` }],
      });
    },
  };
}
