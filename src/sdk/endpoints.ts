import { type Client, listAll } from './http.ts';
import { finished, type Waiting } from './operation.ts';
import { paths } from './paths.ts';
import type { EndpointBody, EndpointResource, WorkspaceKey } from './wire.ts';

export type Keys = { readonly primaryKey: string; readonly secondaryKey: string };
export type Token = {
  readonly accessToken: string;
  readonly expiryTimeUtc: number;
  readonly refreshAfterTimeUtc: number;
  readonly tokenType: string;
};

/** `etag` makes the write fail with 412 when the endpoint changed since it was read; '*' in `none` when it exists. */
export type Guard = { readonly ifMatch?: string; readonly ifNone?: '*' };

/** Online endpoints of a workspace. Long changes are waited for, unless `wait` is false. */
export function endpoints(client: Client, workspace: WorkspaceKey) {
  const path = (name: string) => paths.endpoint(workspace, name);
  const get = async (name: string): Promise<EndpointResource> =>
    (await client.call<EndpointResource>('GET', path(name))).body;
  return {
    get,
    list: () => listAll<EndpointResource>(client, paths.endpoints(workspace)),
    put: async (
      name: string,
      body: EndpointBody,
      options: Waiting & { readonly guard?: Guard; readonly wait?: boolean } = {},
    ): Promise<EndpointResource> => {
      const headers = guardHeaders(options.guard);
      const reply = await client.call<EndpointResource>('PUT', path(name), { body, headers });
      if (options.wait === false || !reply.headers.has('azure-asyncoperation')) return reply.body;
      await finished(client, reply, options);
      return get(name);
    },
    remove: async (name: string, options: Waiting & { readonly wait?: boolean } = {}): Promise<void> => {
      const reply = await client.call<unknown>('DELETE', path(name));
      if (options.wait !== false) await finished(client, reply, options);
    },
    keys: async (name: string): Promise<Keys> =>
      (await client.call<Keys>('POST', `${path(name)}/listKeys`)).body,
    token: async (name: string): Promise<Token> =>
      (await client.call<Token>('POST', `${path(name)}/token`)).body,
    regenerateKey: async (
      name: string,
      key: 'Primary' | 'Secondary',
      options: Waiting & { readonly wait?: boolean } = {},
    ): Promise<void> => {
      const reply = await client.call<unknown>('POST', `${path(name)}/regenerateKeys`, {
        body: { keyType: key },
      });
      if (options.wait !== false) await finished(client, reply, options);
    },
  };
}

export function guardHeaders(guard: Guard | undefined): Record<string, string> {
  return {
    ...(guard?.ifMatch === undefined ? {} : { 'If-Match': guard.ifMatch }),
    ...(guard?.ifNone === undefined ? {} : { 'If-None-Match': guard.ifNone }),
  };
}
