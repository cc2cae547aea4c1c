/** Whether somebody is signed in, and the connection that their browser's cookie opens. */
import { type Connection, connect } from '../../../src/sdk/http.ts';

/** A page's own requests carry the cookie by themselves; the header tells Teal that a page of its own sent them. */
export function sameOrigin(): Connection {
  return { url: location.origin, token: '', fetch: asStudio };
}

/** Begins a session with the admin token. Throws ArmError: 401 for a wrong one, 429 after too many of them. */
export async function signIn(token: string): Promise<void> {
  await connect(sameOrigin()).call('POST', sessionPath, { body: { token } });
}

export async function signOut(): Promise<void> {
  await connect(sameOrigin()).call('DELETE', sessionPath);
}

const sessionPath = '/studio/session';

const asStudio: typeof fetch = (input, init = {}) => {
  const headers = new Headers(init.headers);
  headers.delete('Authorization');
  headers.set('x-teal-studio', '1');
  return fetch(input, { ...init, headers });
};
