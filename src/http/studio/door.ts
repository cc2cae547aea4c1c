import { type Attempts, createAttempts } from './attempts.ts';
import { type Cookie, createCookie } from './cookie.ts';
import { createHosts, type Hosts } from './hosts.ts';
import type { Sessions } from './sessions.ts';

/** What Studio's part of the server works with. */
export type StudioDoor = {
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly cookie: Cookie;
  readonly hosts: Hosts;
  /** Where the build of `web/` lies, if there is one. */
  readonly folder: string;
};

export type StudioDoorOptions = {
  readonly sessions: Sessions;
  readonly folder: string;
  readonly now: () => number;
  /** Tells this Teal from others at the same address. */
  readonly mark: string;
  /** Further names by which browsers reach it. */
  readonly names: readonly string[];
};

export function createStudioDoor({ sessions, folder, now, mark, names }: StudioDoorOptions): StudioDoor {
  return {
    sessions,
    folder,
    attempts: createAttempts(now),
    cookie: createCookie(mark),
    hosts: createHosts(names),
  };
}
