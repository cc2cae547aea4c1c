import { type Answer, type Ask, type Http, ok } from '../answer.ts';
import { workspaceOf } from '../scope.ts';

/**
 * GET {workspace}/load (ours): requests and errors of all its endpoints over the last quarter of an hour, in one look:
 * `{ from, intervalSeconds, value: [{ name, requests: [60 counts], errors: [60 counts] }] }`, oldest first. Copies for
 * mirrors are left out, refusals are in; errors are answers of 400 and above. Endpoints without requests are missing.
 */
export async function listLoad(http: Http, ask: Ask): Promise<Answer> {
  const workspace = await workspaceOf(http, ask);
  const { from, slotMs, series } = http.pulse.window();
  const endpoints = await http.parts.store.rows.endpoints.list(workspace.uid);
  const value = endpoints.flatMap(({ name }) => {
    const loads = series.get(name);
    if (loads === undefined) return [];
    const requests = loads.map((load) => load.requests);
    return [{ name, requests, errors: loads.map((load) => load.errors) }];
  });
  return ok({ from: new Date(from).toISOString(), intervalSeconds: slotMs / 1000, value });
}
