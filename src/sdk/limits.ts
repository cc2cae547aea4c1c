import { type Change, changeHeaders, settled } from './change.ts';
import type { Ask, Client } from './http.ts';
import { operationOf } from './operation.ts';
import { paths } from './paths.ts';
import type { LimitsPatch, LimitsResource, WorkspaceKey } from './wire.ts';

/** Whose limits: an endpoint's, or without one those of the workspace's endpoints that set nothing themselves. */
export type LimitsOf = { readonly endpoint?: string | undefined };

/** What endpoints may take up (Teal's own; Azure has such limits, but no operations for them). */
export type LimitsOfWorkspace = {
  get(of?: LimitsOf & Pick<Ask, 'signal'>): Promise<LimitsResource>;
  /**
   * Sets what the patch names; null takes away what was set. When it returns, every router goes by it. Throws ArmError: 400
   * with the limit in `target`, 404, 412 when a guard does not hold (of an endpoint only).
   */
  set(patch: LimitsPatch, change?: LimitsOf & Change): Promise<LimitsResource>;
};

export function limits(client: Client, workspace: WorkspaceKey): LimitsOfWorkspace {
  const path = ({ endpoint }: LimitsOf) =>
    `${endpoint === undefined ? paths.workspace(workspace) : paths.endpoint(workspace, endpoint)}/limits`;
  const get: LimitsOfWorkspace['get'] = async ({ signal, ...of } = {}) =>
    (await client.call<LimitsResource>('GET', path(of), { signal })).body;
  return {
    get,
    set: (properties, change = {}) => {
      const begun = async () => {
        const ask = { body: { properties }, headers: changeHeaders(change), signal: change.signal };
        const reply = await client.call<LimitsResource>('PATCH', path(change), ask);
        return operationOf(client, reply, (_accepted, further) =>
          get({ ...further, endpoint: change.endpoint }),
        );
      };
      return settled(begun(), change);
    },
  };
}
