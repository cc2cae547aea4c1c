import { endpoints } from '../../sdk/endpoints.ts';
import type { UndoPlan } from '../../sdk/wire.ts';
import type { Call } from '../call.ts';
import { followHint } from '../commands/operations.ts';
import { watched } from '../commands/watch.ts';
import { openSession } from '../session.ts';
import { endpointShape } from '../shape/endpoint.ts';
import { entryShape, movedText } from './shape.ts';

/**
 * `teal undo`: says what it takes back and does just that; when somebody else changes the endpoint in between, nothing
 * is done (exit 1), for the last change is theirs then.
 */
export async function run(call: Call): Promise<unknown> {
  const { args, terminal, world } = call;
  const name = args.need('name').toLowerCase();
  const wait = !args.flag('no-wait');
  const session = await openSession(call);
  const api = endpoints(session.client, session.workspace);
  const plan = await api.planUndo(name, { signal: world.signal });
  if (args.flag('dry-run')) return planShape(plan);
  terminal.note(`Putting back: ${movedText(plan.before, plan.after)}`);
  const resource = await watched(call, `Undoing the last change of traffic of ${name}`, (waiting) =>
    api.undo(name, { ...waiting, wait, guard: { ifMatch: plan.etag } }),
  );
  if (wait) return endpointShape(resource);
  followHint(call, `ml online-endpoint show -n ${name}`);
  return undefined;
}

function planShape({ undone, before, after }: UndoPlan) {
  const { sequence, at, who, operation, reason } = entryShape(undone);
  const shares = ({ traffic, mirrorTraffic }: UndoPlan['before']) => ({
    traffic,
    mirror_traffic: mirrorTraffic,
  });
  return {
    change: movedText(before, after),
    before: shares(before),
    after: shares(after),
    undone: { sequence, at, who, operation, reason },
  };
}
