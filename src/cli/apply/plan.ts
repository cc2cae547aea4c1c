/** What has to be done so that what runs is what the files say: pure, and in the one order that disturbs nobody. */

/** Everything that can differ, as text by field: both sides are brought into this form before they are compared. */
export type Facts = Readonly<Record<string, string>>;

export type Wanted = {
  /** Undefined when no file speaks of the endpoint itself. */
  readonly endpoint: Facts | undefined;
  /** Undefined leaves the traffic alone. */
  readonly traffic: Readonly<Record<string, number>> | undefined;
  readonly deployments: ReadonlyMap<string, Facts>;
  /** The files are the whole truth: a deployment that is in none of them goes. */
  readonly complete: boolean;
};

export type Live = {
  /** Undefined when there is none. */
  readonly endpoint: Facts | undefined;
  readonly traffic: Readonly<Record<string, number>>;
  readonly deployments: ReadonlyMap<string, Facts>;
};

export type Change = {
  readonly field: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
};

export type Step =
  | { readonly kind: 'create-endpoint' | 'update-endpoint'; readonly changes: readonly Change[] }
  | {
      readonly kind: 'create-deployment' | 'update-deployment';
      readonly name: string;
      readonly changes: readonly Change[];
    }
  | {
      readonly kind: 'set-traffic';
      readonly traffic: Readonly<Record<string, number>>;
      readonly changes: readonly Change[];
    }
  | { readonly kind: 'delete-deployment'; readonly name: string };

/** Deployments come first, then traffic, then what nobody needs any more goes: traffic has left it by then. */
export function planSteps(wanted: Wanted, live: Live): readonly Step[] {
  return [
    ...endpointSteps(wanted, live),
    ...[...wanted.deployments].flatMap(([name, facts]) =>
      deploymentSteps(name, facts, live.deployments.get(name)),
    ),
    ...trafficSteps(wanted, live),
    ...(wanted.complete ? removals(wanted, live) : []),
  ];
}

function endpointSteps({ endpoint }: Wanted, live: Live): Step[] {
  if (endpoint === undefined) return [];
  if (live.endpoint === undefined) return [{ kind: 'create-endpoint', changes: changesOf({}, endpoint) }];
  const changes = changesOf(live.endpoint, endpoint);
  return changes.length === 0 ? [] : [{ kind: 'update-endpoint', changes }];
}

function deploymentSteps(name: string, wanted: Facts, live: Facts | undefined): Step[] {
  if (live === undefined) return [{ kind: 'create-deployment', name, changes: changesOf({}, wanted) }];
  const changes = changesOf(live, wanted);
  return changes.length === 0 ? [] : [{ kind: 'update-deployment', name, changes }];
}

function trafficSteps({ traffic, complete, deployments }: Wanted, live: Live): Step[] {
  if (traffic === undefined) return [];
  const asked = withoutZeros(traffic);
  const changes = changesOf(percents(live.traffic), percents(asked)).filter(
    ({ field }) => complete || deployments.size === 0 || field in asked || field in live.traffic,
  );
  return changes.length === 0 ? [] : [{ kind: 'set-traffic', traffic: asked, changes }];
}

function removals({ deployments }: Wanted, live: Live): Step[] {
  return [...live.deployments.keys()]
    .filter((name) => !deployments.has(name))
    .map((name): Step => ({ kind: 'delete-deployment', name }));
}

function changesOf(from: Facts, to: Facts): Change[] {
  const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort();
  return fields
    .filter((field) => from[field] !== to[field])
    .map((field) => ({ field, from: from[field], to: to[field] }));
}

function percents(traffic: Readonly<Record<string, number>>): Facts {
  return Object.fromEntries(
    Object.entries(withoutZeros(traffic)).map(([name, percent]) => [name, `${percent}`]),
  );
}

function withoutZeros(traffic: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(traffic)
      .filter(([, percent]) => percent !== 0)
      .map(([name, percent]) => [name.toLowerCase(), percent]),
  );
}

/** The plan as a diff: `+` appears, `-` goes, `~` changes. */
export function showPlan(endpoint: string, steps: readonly Step[]): string {
  if (steps.length === 0) return `  endpoint ${endpoint}: nothing to change\n`;
  return steps
    .map((step) => lines(endpoint, step).join('\n'))
    .join('\n')
    .concat('\n');
}

function lines(endpoint: string, step: Step): string[] {
  switch (step.kind) {
    case 'create-endpoint':
      return [`+ endpoint ${endpoint}`, ...step.changes.map(line)];
    case 'update-endpoint':
      return [`~ endpoint ${endpoint}`, ...step.changes.map(line)];
    case 'create-deployment':
      return [`+ deployment ${step.name}`, ...step.changes.map(line)];
    case 'update-deployment':
      return [`~ deployment ${step.name}`, ...step.changes.map(line)];
    case 'set-traffic':
      return [
        '~ traffic',
        ...step.changes.map(({ field, from, to }) => `    ${field}: ${from ?? '0'} -> ${to ?? '0'}`),
      ];
    case 'delete-deployment':
      return [`- deployment ${step.name}`];
    default:
      return step satisfies never;
  }
}

function line({ field, from, to }: Change): string {
  if (from === undefined) return `  + ${field}: ${to}`;
  return to === undefined ? `  - ${field}: ${from}` : `  ~ ${field}: ${from} -> ${to}`;
}
