import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Connection, connect } from '../sdk/http.ts';
import type { TealOptions } from '../sdk/teal.ts';
import { discover } from '../sdk/workspaces.ts';

type Address = {
  readonly url: string;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly workspace: string;
};

export type LocalOptions = Omit<Partial<TealOptions>, 'url' | 'token'> & {
  /** Instead of TEAL_HOME and `~/.teal`. */
  readonly home?: string;
};

/**
 * What `createTeal` needs: TEAL_URL and TEAL_TOKEN when they are set, else the Teal that runs in TEAL_HOME (`~/.teal`
 * unless set). The workspace is the one given, or the first there is. Throws Error that says what is missing.
 */
export async function localTeal({ home, workspace, ...more }: LocalOptions = {}): Promise<TealOptions> {
  const { TEAL_URL: url, TEAL_TOKEN: token } = process.env;
  if (home === undefined && url !== undefined && url !== '') {
    if (token === undefined || token === '') {
      throw new Error('TEAL_URL is set, but TEAL_TOKEN, the admin token of that Teal, is not.');
    }
    const connection: Connection = { ...more, url, token };
    connect(connection);
    const key = workspace ?? (await discover(connection))[0];
    if (key === undefined) throw new Error(`The Teal at ${url} has no workspace.`);
    return { ...connection, workspace: key };
  }
  const place = home ?? (process.env.TEAL_HOME || join(homedir(), '.teal'));
  const { url: own, subscription, resourceGroup, workspace: name } = addressIn(place);
  const adminToken = readFileSync(join(place, 'admin-token'), 'utf8').trim();
  const key = workspace ?? { subscription, resourceGroup, name };
  return { ...more, url: own, token: adminToken, workspace: key };
}

function addressIn(home: string): Address {
  const path = join(home, 'run', 'server.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Address;
  } catch (error) {
    throw new Error(`Teal is not running: ${path} cannot be read. Start it with \`teal up\`.`, {
      cause: error,
    });
  }
}
