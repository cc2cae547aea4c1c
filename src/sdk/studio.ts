import { ArmError } from './errors.ts';
import { type Ask, type Connection, connect, session } from './http.ts';
import type { WorkspaceKey } from './wire.ts';

/** Somebody who is signed in to Studio; times are ISO 8601. */
export type StudioSession = {
  /** Who they are in the history. */
  readonly actor: string;
  /** When the session is over unless it is used before; null for a token. */
  readonly expiresAt: string | null;
  /** The workspace to begin with. */
  readonly workspace: WorkspaceKey;
  readonly scoringUrl: string;
  /** Of Teal. */
  readonly version: string;
};

/** An address that signs in whoever opens it first, until then. */
export type StudioLink = { readonly url: string; readonly expiresAt: string };

/** Signing in and out, for pages that Teal serves; `createLink` is for programs that have the admin token. */
export type Studio = {
  /** Undefined when nobody is signed in. */
  session(ask?: Pick<Ask, 'signal'>): Promise<StudioSession | undefined>;
  /**
   * By the admin token, or by the secret of a link, which is behind its `#`. Throws ArmError: 401 when it is wrong, used or too old,
   * 429 after ten wrong ones within a minute, 403 under a host that is not Teal's.
   */
  signIn(by: { readonly token: string } | { readonly link: string }): Promise<StudioSession>;
  signOut(): Promise<void>;
  createLink(): Promise<StudioLink>;
};

const path = '/studio/session';

/** The doors of Studio's session; without a token it is the page's own. */
export function studio({
  token = session,
  ...connection
}: Omit<Connection, 'token'> & Partial<Connection>): Studio {
  const client = connect({ ...connection, token });
  return {
    session: async (ask) => {
      try {
        return (await client.call<StudioSession>('GET', path, ask)).body;
      } catch (error) {
        if (error instanceof ArmError && error.status === 401) return undefined;
        throw error;
      }
    },
    // A wrong one is not to be tried again and again.
    signIn: async (body) =>
      (await client.call<StudioSession>('POST', path, { body, usualPatienceMs: 0 })).body,
    signOut: async () => {
      await client.call<void>('DELETE', path);
    },
    createLink: async () => (await client.call<StudioLink>('POST', '/studio/links', { body: {} })).body,
  };
}
