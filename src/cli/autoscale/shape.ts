import { type Autoscale, autoscale, type Governing } from '../../sdk/autoscale.ts';
import type { Call } from '../call.ts';
import { openSession } from '../session.ts';

/** The autoscale of the endpoint that a command names. */
export async function openAutoscale(call: Call): Promise<Autoscale> {
  const { client, workspace } = await openSession(call);
  return autoscale(client, workspace, call.args.need('name').toLowerCase());
}

/** As the command line prints it; decisions are `explain`'s. */
export function governingShape({ id, properties }: Governing) {
  const { mode, instances, setting, enabled, lastChange } = properties;
  return {
    id,
    mode: modeWords[mode],
    instances,
    min: properties.minInstances,
    max: properties.maxInstances,
    target: properties.targetInFlight,
    window: properties.window,
    idle: properties.idle,
    max_held: properties.maxHeld,
    hold: properties.holdTimeout,
    setting,
    enabled,
    last_change: lastChange,
  };
}

const modeWords = {
  Rules: 'rules',
  TargetUtilization: 'target_utilization',
  InFlight: 'in_flight',
  None: 'none',
} as const;
