/** What a deployment's data collector asks for, checked, and where what it collects lies. */
import { DomainError } from './errors.ts';

const rollingRates = ['minute', 'hour', 'day', 'month', 'year'] as const;
const modes = ['enabled', 'disabled'];

/** What instances are told of it; `path` is below the default datastore. */
export type CollectorSpec = {
  readonly rollingRate: (typeof rollingRates)[number];
  readonly captureHeaders: readonly string[];
  readonly collections: Readonly<Record<string, CollectionSpec>>;
};
export type CollectionSpec = { readonly samplingRate: number; readonly path: string };

/** A collection that is switched on; `dataId` is the id of the data asset that says where it lies. */
export type WantedCollection = {
  readonly name: string;
  readonly samplingRate: number;
  readonly dataId: string | null;
};

export type WantedCollector = Pick<CollectorSpec, 'rollingRate' | 'captureHeaders'> & {
  readonly collections: readonly WantedCollection[];
};

type Wire = {
  readonly collections?: Readonly<
    Record<
      string,
      { readonly dataCollectionMode?: string; readonly dataId?: string; readonly samplingRate?: number }
    >
  >;
  readonly rollingRate?: string;
  readonly requestLogging?: { readonly captureHeaders?: readonly string[] };
};

/**
 * Azure's rules on `dataCollector`; null when nothing is switched on. Throws bad-argument that names the field, the
 * value and what is allowed, for collections that are switched off, too.
 */
export function wantedCollector(dataCollector: unknown): WantedCollector | null {
  if (dataCollector === null || dataCollector === undefined) return null;
  const wire = dataCollector as Wire;
  const rollingRate = rollingRates.find((rate) => rate === (wire.rollingRate ?? 'Hour').toLowerCase());
  if (rollingRate === undefined) {
    refuse('rolling_rate', wire.rollingRate, 'Minute, Hour, Day, Month or Year');
  }
  const captureHeaders = wire.requestLogging?.captureHeaders ?? [];
  for (const name of captureHeaders) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      refuse('request_logging.capture_headers', name, 'names of headers');
    }
  }
  const collections = Object.entries(wire.collections ?? {}).map(checkCollection);
  const wanted = collections.filter((collection) => collection !== null);
  refuseTwins(wanted);
  return wanted.length === 0 ? null : { rollingRate, captureHeaders, collections: wanted };
}

/** Where Azure puts a collection unless its data asset says otherwise. */
export function collectionPath(endpoint: string, deployment: string, collection: string): string {
  return `modelDataCollector/${endpoint}/${deployment}/${collection}`;
}

/** The name of the data asset that Azure's clients register for a collection. */
export function collectionAsset(endpoint: string, deployment: string, collection: string): string {
  return `${endpoint}-${deployment}-${collection}`;
}

/** A path names one place below the datastore. Throws bad-argument. */
export function checkCollectionPath(collection: string, path: string): void {
  const segments = path.split('/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const safe = !/[\\\u0000-\u001f\u007f]/.test(path) && path.length <= 800;
  if (safe && segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')) return;
  refuse(
    `collections.${collection}.data.path`,
    path,
    "a path below the datastore, without '..' or empty parts",
  );
}

type Entry = [string, NonNullable<Wire['collections']>[string]];

function checkCollection([name, { dataCollectionMode, dataId, samplingRate = 1 }]: Entry) {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name)) {
    refuse('collections', name, 'names of up to 63 letters, digits, _ and -');
  }
  const mode = (dataCollectionMode ?? 'Disabled').toLowerCase();
  if (!modes.includes(mode)) {
    refuse(`collections.${name}.dataCollectionMode`, dataCollectionMode, 'Enabled or Disabled');
  }
  if (!(samplingRate >= 0 && samplingRate <= 1)) {
    refuse(`collections.${name}.sampling_rate`, samplingRate, 'a number from 0 to 1');
  }
  return mode === 'enabled' ? { name, samplingRate, dataId: dataId ?? null } : null;
}

/** The collector of scoring scripts knows its collections without regard to case. */
function refuseTwins(collections: readonly WantedCollection[]): void {
  const names = collections.map(({ name }) => name.toLowerCase());
  const twin = names.find((name, place) => names.indexOf(name) !== place);
  if (twin !== undefined) refuse('collections', twin, 'names that differ in more than case');
}

function refuse(field: string, value: unknown, allowed: string): never {
  const target = `data_collector.${field}`;
  throw new DomainError('bad-argument', `${target} is '${value}'; allowed are ${allowed}.`, { target });
}
