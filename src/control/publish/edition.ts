/** The published table as texts of its endpoints: tells what differs from any version that it still knows. */
import { textOf } from '../../table/lines.ts';
import type { Table, TableEndpoint } from '../../table/table.ts';

export type Content = Omit<Table, 'version'>;

type Entry = { readonly text: string /** The version that brought it. */; readonly since: number };

export type Edition = {
  version: number;
  /** Deltas can be made from this version and those that follow. */
  floor: number;
  /** As JSON. */
  tokenKeys: string;
  readonly endpoints: Map<string, Entry>;
  /** Names that are gone, and since which version. */
  readonly removed: Map<string, number>;
};

/** What a publication changes. */
export type Changes = {
  readonly put: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
  readonly tokenKeys: string;
  readonly same: boolean;
};

export function editionOf({ version, tokenKeys, endpoints }: Table): Edition {
  const entries = endpoints.map(
    (endpoint) => [endpoint.name, { text: encode(endpoint), since: version }] as const,
  );
  return {
    version,
    floor: version,
    tokenKeys: JSON.stringify(tokenKeys),
    endpoints: new Map(entries),
    removed: new Map(),
  };
}

/** Before anything was published: nothing can continue it. */
export function emptyEdition(): Edition {
  return { version: 0, floor: 0, tokenKeys: '', endpoints: new Map(), removed: new Map() };
}

/**
 * How the content differs from the edition. `scope` are the names that the content speaks for: those of them that it
 * does not hold are gone, and everything else stays; without it, it speaks for all.
 */
export function compare(edition: Edition, content: Content, scope?: ReadonlySet<string>): Changes {
  const texts = new Map(content.endpoints.map((endpoint) => [endpoint.name, encode(endpoint)]));
  const put = new Map([...texts].filter(([name, text]) => edition.endpoints.get(name)?.text !== text));
  const removed = [...(scope ?? edition.endpoints.keys())].filter(
    (name) => !texts.has(name) && edition.endpoints.has(name),
  );
  const tokenKeys = JSON.stringify(content.tokenKeys);
  const same = put.size === 0 && removed.length === 0 && tokenKeys === edition.tokenKeys;
  return { put, removed, tokenKeys, same };
}

/** Takes the changes in, as `version`. */
export function revise(edition: Edition, { put, removed, tokenKeys }: Changes, version: number): void {
  // Deltas do not bring token keys, which hardly ever change.
  if (tokenKeys !== edition.tokenKeys) edition.floor = version;
  edition.tokenKeys = tokenKeys;
  for (const name of removed) {
    edition.endpoints.delete(name);
    edition.removed.set(name, version);
  }
  for (const [name, text] of put) {
    edition.endpoints.set(name, { text, since: version });
    edition.removed.delete(name);
  }
  edition.version = version;
}

/** A `TableDelta` as text, in pieces, from `base`, which is not below the floor. */
export function encodeDelta({ version, endpoints, removed }: Edition, base: number): readonly string[] {
  const gone = [...removed].filter(([, since]) => since > base).map(([name]) => name);
  const put = [...endpoints.values()].filter(({ since }) => since > base).map(({ text }) => text);
  return textOf({ base, version, removed: gone }, 'put', put);
}

/** The text of the whole table in pieces, so that nobody has to hold it as one. They are of this moment. */
export function encodeWhole({ version, tokenKeys, endpoints }: Edition): readonly string[] {
  const texts = [...endpoints.values()].map(({ text }) => text);
  return textOf({ version, tokenKeys: JSON.parse(tokenKeys) }, 'endpoints', texts);
}

function encode(endpoint: TableEndpoint): string {
  return JSON.stringify(endpoint);
}
