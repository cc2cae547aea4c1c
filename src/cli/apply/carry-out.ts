import { deployments } from '../../sdk/deployments.ts';
import { endpoints } from '../../sdk/endpoints.ts';
import type { Call } from '../call.ts';
import { submit } from '../commands/ml/online-deployment/submit.ts';
import { changeEndpoint } from '../commands/ml/online-endpoint/change.ts';
import { watched } from '../commands/watch.ts';
import { Failure } from '../failure.ts';
import type { Session } from '../session.ts';
import { endpointBody } from '../shape/endpoint.ts';
import type { Step } from './plan.ts';
import type { Wish } from './read.ts';

/** Carries the steps out one after the other; the first failure ends it, and a later apply goes on from what is there. */
export async function carryOut(
  call: Call,
  session: Session,
  { wish, steps }: { readonly wish: Wish; readonly steps: readonly Step[] },
): Promise<void> {
  for (const step of steps) await carryOutStep(call, session, wish, step);
}

async function carryOutStep(call: Call, session: Session, wish: Wish, step: Step): Promise<void> {
  const { name } = wish;
  switch (step.kind) {
    case 'create-endpoint': {
      const body = endpointBody({ ...wish.endpoint, name }, session.workspace);
      await watched(call, `Creating endpoint ${name}`, (waiting) =>
        endpoints(session.client, session.workspace).put(name, body, { ...waiting, guard: { ifNone: '*' } }),
      );
      return;
    }
    case 'update-endpoint':
      await changeEndpoint(call, session, {
        name,
        edit: ({ traffic, mirror_traffic }) => ({ ...wish.endpoint, name, traffic, mirror_traffic }),
      });
      return;
    case 'create-deployment':
    case 'update-deployment': {
      const definition = wish.deployments.get(step.name);
      if (definition === undefined)
        throw new Failure(`The plan names '${step.name}', which no file describes.`);
      const verb = step.kind === 'create-deployment' ? 'Creating' : 'Updating';
      await submit(call, session, { definition, verb, name: step.name, endpoint: name, wait: true });
      return;
    }
    case 'set-traffic':
      await changeEndpoint(call, session, { name, edit: (shape) => ({ ...shape, traffic: step.traffic }) });
      return;
    case 'delete-deployment':
      await watched(call, `Deleting deployment ${step.name}`, (waiting) =>
        deployments(session.client, session.workspace, name).remove(step.name, waiting),
      );
      return;
    default:
      step satisfies never;
  }
}
