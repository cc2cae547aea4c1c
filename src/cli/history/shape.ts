import type { HistoryEntry, Percentages, Shares } from '../../sdk/wire.ts';

const mostNamed = 3;

type Told = HistoryEntry['properties'];

/** An entry as the command line prints it; what is nested stays out of tables. Times are ISO 8601. */
export function entryShape({ id, properties }: HistoryEntry) {
  const { sequence, at, who, operation, deployment, reason, changes, before, after } = properties;
  return {
    sequence,
    at,
    who,
    operation,
    deployment,
    change: summaryOf(properties),
    reason,
    changes,
    before,
    after,
    record: {
      id,
      target: properties.target,
      operation_id: properties.operationId,
      previous_hash: properties.previousHash,
      hash: properties.hash,
    },
  };
}

/** A line on what changed: the traffic, or the first few members by their paths. */
function summaryOf({ traffic, changes, operation, target, before, after }: Told): string | null {
  const rest = changes.filter(({ path }) => !/^properties\.(traffic|mirrorTraffic)\b/.test(path));
  const moved = traffic === null ? [] : [movedText(traffic.before, traffic.after)];
  const named = rest.slice(0, mostNamed).map(({ path }) => path.replace(/^properties\./, ''));
  const more = rest.length > mostNamed ? [`${rest.length - mostNamed} more`] : [];
  const all = [...moved, ...named, ...more];
  if (operation === 'autoscale') return [autoscaleText(target, before, after), ...all].join(', ');
  if (all.length > 0) return all.join(', ');
  return operation === 'regenerate-key' ? wordOf(after, 'regenerated') : null;
}

/** Which of the two ways, and whether it begins or ends. */
function autoscaleText(target: string, before: Told['before'], after: Told['after']): string {
  const setting = /\/autoscaleSettings\/([^/]+)$/i.exec(target)?.[1];
  const what = setting === undefined ? 'requests in flight' : `setting ${setting}`;
  if (before === null) return `${what} added`;
  return after === null ? `${what} removed` : what;
}

/** `traffic blue=100 -> blue=90 green=10, mirror none -> green=10`, of what moved. */
export function movedText(before: Shares, after: Shares): string {
  const parts = [
    ['traffic', listed(before.traffic), listed(after.traffic)],
    ['mirror', listed(before.mirrorTraffic), listed(after.mirrorTraffic)],
  ] as const;
  return parts
    .filter(([, one, other]) => one !== other)
    .map(([what, one, other]) => `${what} ${one} -> ${other}`)
    .join(', ');
}

function listed(percentages: Percentages): string {
  const entries = Object.entries(percentages).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.length === 0 ? 'none' : entries.map(([name, percent]) => `${name}=${percent}`).join(' ');
}

function wordOf(value: HistoryEntry['properties']['after'], member: string): string | null {
  const word = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
  return typeof word === 'string' ? word : null;
}
