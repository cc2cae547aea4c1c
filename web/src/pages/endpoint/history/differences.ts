/** What a record of the history says changed, for people: labels instead of paths, texts instead of JSON. */
import type { HistoryEntry, Json, Percentages, Shares } from '../../../../../src/sdk/wire.ts';
import { assetText } from '../details/asset-name.ts';
import { percentText, shareOf } from '../traffic/percent.ts';

/** One thing that changed; undefined stands for “was not there”. */
export type Row = {
  readonly label: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** Whether a row is about shares of traffic. */
export function isTraffic({ label }: Row): boolean {
  return label.startsWith(live) || label.startsWith(mirrored);
}

const live = 'Live traffic to ';
const mirrored = 'Mirrored to ';

type Change = HistoryEntry['properties']['changes'][number];

/** Every difference of a record: traffic first, by deployment, then the rest in the order of the record. */
export function rowsOf({ traffic, changes, before, after }: Told): readonly Row[] {
  const shares = traffic === null ? [] : shareRows(traffic.before, traffic.after);
  const rest = changes.length > 0 ? changes : oneSided(before, after);
  const other =
    traffic === null ? rest : rest.filter(({ path }) => !/^properties\.(traffic|mirrorTraffic)\b/.test(path));
  return [...shares, ...other.map(rowOf)];
}

type Told = Pick<HistoryEntry['properties'], 'traffic' | 'changes' | 'before' | 'after'>;

/** What came or went as a whole has no differences: what it was, member by member, without what was left at nothing. */
function oneSided(before: Json, after: Json): readonly Change[] {
  if (before === null) return leaves('', after).map(([path, value]) => ({ path, after: value }));
  return after === null ? leaves('', before).map(([path, value]) => ({ path, before: value })) : [];
}

function leaves(path: string, value: Json | undefined): readonly (readonly [path: string, value: Json])[] {
  if (value === undefined || value === null || value === '' || path === 'etag') return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(path === '' ? name : `${path}.${name}`, member),
  );
}

function shareRows(before: Shares, after: Shares): readonly Row[] {
  return [
    ...percentRows(live, before.traffic, after.traffic),
    ...percentRows(mirrored, before.mirrorTraffic, after.mirrorTraffic),
  ];
}

function percentRows(what: string, before: Percentages, after: Percentages): readonly Row[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .filter((name) => shareOf(before, name) !== shareOf(after, name))
    .map((name) => ({
      label: `${what}${name}`,
      before: `${percentText(shareOf(before, name))} %`,
      after: `${percentText(shareOf(after, name))} %`,
    }));
}

function rowOf({ path, before, after }: Change): Row {
  return { label: labelOf(path), before: valueText(path, before), after: valueText(path, after) };
}

/** Members that people know by another name than the wire's. */
const labels: Readonly<Record<string, string>> = {
  'sku.capacity': 'Instances',
  revision: 'Revision',
  'properties.authMode': 'Authentication',
  'properties.codeConfiguration': 'Code',
  'properties.codeConfiguration.codeId': 'Code',
  'properties.codeConfiguration.scoringScript': 'Scoring script',
  'properties.compute': 'Compute',
  'properties.dataCollector': 'Data collection',
  'properties.description': 'Description',
  'properties.environmentId': 'Environment',
  'properties.instanceType': 'Instance type',
  'properties.model': 'Model',
  'properties.requestSettings.maxConcurrentRequestsPerInstance': 'Concurrent requests per instance',
  'properties.requestSettings.maxQueueWait': 'Longest wait in the queue',
  'properties.requestSettings.requestTimeout': 'Time limit of a request',
};

export function labelOf(path: string): string {
  const known = labels[path];
  if (known !== undefined) return known;
  const variable = /^properties\.environmentVariables(?:\.|\[")(.+?)(?:"\])?$/.exec(path)?.[1];
  if (variable !== undefined) return `Variable ${variable}`;
  const tag = /^tags(?:\.|\[")(.+?)(?:"\])?$/.exec(path)?.[1];
  if (tag !== undefined) return `Tag ${tag}`;
  return path === '' ? 'Value' : path.replace(/^properties\./, '');
}

function valueText(path: string, value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'none';
  // A digest stands for the value, which nobody is to see here: that it is another one is all it tells.
  if (path.startsWith('properties.environmentVariables') && typeof value === 'string')
    return `digest ${value.slice(0, 12)}`;
  if (typeof value === 'string') return assetText(value);
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

/** What was done, as a sentence without its subject. */
export function deedOf(told: HistoryEntry['properties']): string {
  const { operation, deployment, after, traffic } = told;
  const what = deployment === null ? 'the endpoint' : `deployment ${deployment}`;
  switch (operation) {
    case 'create':
      return `created ${what}`;
    case 'delete':
      return `deleted ${what}`;
    case 'undo':
      return 'took back the last change of traffic';
    case 'regenerate-key':
      return `regenerated the ${wordIn(after, 'regenerated') ?? ''} key`.replace('  ', ' ');
    case 'switch':
      return `switched ${what} to revision ${numberIn(after, 'servingRevision') ?? '?'}`;
    case 'give-up':
      return `gave up the update of ${what}`;
    case 'limit':
      return 'changed the limits';
    case 'autoscale':
      return `${beginningOf(told)} the autoscale of ${what}`;
    case 'update':
      return traffic === null ? `updated ${what}` : 'changed the traffic';
    default:
      return `${operation} of ${what}`;
  }
}

function beginningOf({ before, after }: Told): string {
  if (before === null) return 'set';
  return after === null ? 'ended' : 'changed';
}

function wordIn(value: Json, name: string): string | undefined {
  const word = memberOf(value, name);
  return typeof word === 'string' ? word : undefined;
}

function numberIn(value: Json, name: string): number | undefined {
  const number = memberOf(value, name);
  return typeof number === 'number' ? number : undefined;
}

function memberOf(value: Json, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
