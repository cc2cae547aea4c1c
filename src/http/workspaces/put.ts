import { workspaceId } from '../../arm/ids.ts';
import { workspaceLocation } from '../../arm/workspace.ts';
import { putWorkspace } from '../../control/commands/put-workspace.ts';
import type { Answer, Ask, Http } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { shown } from './read.ts';

/** PUT workspaces/{name}: 201 when it is new, 200 when it was there; its group and subscription come with it. */
export async function put(http: Http, ask: Ask): Promise<Answer> {
  const { subscription = '', group = '', workspace: name = '' } = ask.params;
  const key = { subscription, resourceGroup: group, name };
  const { workspace, created } = await putWorkspace(http.parts, {
    ...callerOf(ask, workspaceId(key)),
    key,
    location: workspaceLocation(ask.body),
  });
  return { status: created ? 201 : 200, body: shown(http, workspace) };
}
