import { deploymentId } from '../arm/ids.ts';
import { type Autoscaler, createAutoscaler } from '../control/autoscale/autoscaler.ts';
import type { Parts } from '../control/parts.ts';
import type { Home } from './home.ts';
import { createLoadReader } from './load-reader.ts';
import type { Telemetry } from './telemetry.ts';

type Doors = { readonly history: Telemetry['history']; readonly nudge: (endpointUid: string) => void };

/** Begins to look at the deployments whose instances follow their load. */
export function openAutoscaler(home: Home, parts: Parts, { history, nudge }: Doors): Autoscaler {
  return createAutoscaler(parts, {
    doors: home.doors,
    steady: () => performance.now(),
    reader: createLoadReader(history),
    idOf: async ({ name, workspaceUid }, deployment) => {
      const all = await parts.store.rows.workspaces.list();
      const workspace = all.find(({ uid }) => uid === workspaceUid);
      return workspace === undefined ? '' : deploymentId(workspace, name, deployment);
    },
    nudge,
  });
}
