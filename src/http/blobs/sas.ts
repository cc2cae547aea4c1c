import { createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';

/** Signs and checks the query by which an upload is allowed, with the parameter names of Azure's SAS. */
export type Sas = {
  /** `sv=…&sr=c&sp=racwl&se=…&sig=…` for one container, for some hours. */
  issue(container: string): string;
  /** Throws unauthorized unless the query was issued for the container and is not over. */
  check(container: string, query: Readonly<Record<string, string | undefined>>): void;
};

const lifeMs = 24 * 60 * 60_000;
const version = '2021-08-06';

export function createSas(secret: string, now: () => number): Sas {
  const sign = (container: string, expiry: string) =>
    createHmac('sha256', secret).update(`${version}\n${container}\n${expiry}`).digest('base64url');
  return {
    issue: (container) => {
      const expiry = new Date(now() + lifeMs).toISOString();
      return new URLSearchParams({
        sv: version,
        sr: 'c',
        sp: 'racwl',
        se: expiry,
        sig: sign(container, expiry),
      }).toString();
    },
    check: (container, { se = '', sig = '' }) => {
      const given = Buffer.from(sig);
      const wanted = Buffer.from(sign(container, se));
      const genuine = given.length === wanted.length && timingSafeEqual(given, wanted);
      if (genuine && Date.parse(se) > now()) return;
      throw new DomainError(
        'unauthorized',
        `The signature of the upload link for '${container}' is not valid or has expired; start the upload again.`,
      );
    },
  };
}
