import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where one Teal keeps everything; every path is absolute and private to the user. */
export type Home = {
  readonly path: string;
  readonly database: string;
  /** A file of its own: what is written every second must not stand before a change. */
  readonly metrics: string;
  readonly adminToken: string;
  readonly identityHeader: string;
  /** What runs: supervisor.json and server.json. */
  readonly run: string;
  /** Unix sockets of the router workers and the routing table; short, because socket paths are limited to 104 bytes. */
  readonly doors: string;
  readonly logs: string;
};

const longestDoors = 80;

/** The places below a home, without making any. */
export function layout(path: string): Home {
  const run = join(path, 'run');
  const short = join(tmpdir(), `teal-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
  return {
    path,
    database: join(path, 'state', 'teal.db'),
    metrics: join(path, 'state', 'metrics.db'),
    adminToken: join(path, 'admin-token'),
    identityHeader: join(path, 'identity-header'),
    run,
    doors: run.length <= longestDoors ? run : short,
    logs: join(path, 'logs'),
  };
}

/** Makes what is missing of a home, closed to other users. */
export function prepareHome(home: Home): void {
  for (const folder of [home.path, join(home.path, 'state'), home.run, home.doors, home.logs]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
}

/** The token that opens the control plane, made at the first start (file mode 0600). */
export function adminToken(home: Home): string {
  return secretIn(home.adminToken);
}

/** What a program shows to be given access tokens that last an hour, made at the first start (file mode 0600). */
export function identityHeader(home: Home): string {
  return secretIn(home.identityHeader);
}

function secretIn(file: string): string {
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
