import { DomainError } from '../../domain/errors.ts';

const windowMs = 60_000;
const mostFailures = 10;
/** Beyond so many addresses all are forgotten: memory is bounded, and the secrets are too long to be found by then. */
const mostAddresses = 10_000;

/** Counts failed tries to sign in by address, so that nobody can go on guessing. */
export type Attempts = {
  /** Throws too-many-requests after ten failures within a minute. */
  check(address: string): void;
  failed(address: string): void;
};

export function createAttempts(now: () => number): Attempts {
  const failures = new Map<string, number[]>();
  const lately = (address: string) => (failures.get(address) ?? []).filter((at) => at > now() - windowMs);
  return {
    check: (address) => {
      const recent = lately(address);
      const [first] = recent;
      if (first === undefined || recent.length < mostFailures) return;
      const seconds = Math.max(1, Math.ceil((first + windowMs - now()) / 1000));
      throw new DomainError(
        'too-many-requests',
        `There were ${recent.length} failed tries to sign in from here within a minute; try again in ${seconds} s.`,
        { retryAfterSeconds: seconds },
      );
    },
    failed: (address) => {
      if (failures.size >= mostAddresses) failures.clear();
      failures.set(address, [...lately(address), now()].slice(-mostFailures));
    },
  };
}
