/** The last looks at each deployment, so that only what is new is read. */
import type { Look } from '../../domain/autoscale/load.ts';
import type { LoadReader } from '../../domain/autoscale/ports.ts';

export type Recent = {
  /** In order of time, over the span up to now. */
  looks(
    of: { readonly endpoint: string; readonly deployment: string },
    spanMs: number,
    now: number,
  ): Promise<readonly Look[]>;
  /** Forgets all: the clock was moved, and what was known has other times now. */
  clear(): void;
  /** Forgets what nobody asks for any more. */
  tidy(now: number): void;
};

const forgottenMs = 60_000;

export function createRecent(reader: Pick<LoadReader, 'looks'>): Recent {
  const known = new Map<string, { readonly spanMs: number; readonly looks: Look[] }>();
  return {
    looks: async ({ endpoint, deployment }, spanMs, now) => {
      const key = `${endpoint}/${deployment}`;
      let entry = known.get(key);
      if (entry === undefined || entry.spanMs < spanMs) {
        entry = { spanMs, looks: [] };
        known.set(key, entry);
      }
      const { looks } = entry;
      const from = Math.max(now - entry.spanMs, (looks.at(-1)?.at ?? 0) + 1);
      looks.push(...(await reader.looks(endpoint, deployment, { from, to: now + 1 })));
      const first = looks.findIndex(({ at }) => at > now - spanMs);
      looks.splice(0, first < 0 ? looks.length : first);
      return looks;
    },
    clear: () => known.clear(),
    tidy: (now) => {
      for (const [key, { looks }] of known) {
        if ((looks.at(-1)?.at ?? 0) < now - forgottenMs) known.delete(key);
      }
    },
  };
}
