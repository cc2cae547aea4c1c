import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sendTable } from './publish/door.ts';
import {
  type Content,
  compare,
  type Edition,
  editionOf,
  emptyEdition,
  encodeDelta,
  encodeWhole,
  revise,
} from './publish/edition.ts';
import { createShelf } from './publish/shelf.ts';

/** Brings the table to every router worker that runs, and to disk for those that start later. */
export type Publisher = {
  /**
   * Resolves with the version when it is on disk and every running worker has acknowledged; rejects when one that runs
   * did not. What is acknowledged already is not sent again; of the rest, only what differs. One call at a time.
   * `scope`: names of endpoints that the content speaks for. Those of them that it does not hold are removed, all
   * others stay. Without it, the content is all there is.
   */
  publish(content: Content, scope?: ReadonlySet<string>): Promise<number>;
  /** The version that every running worker acknowledged last; undefined before there was one. */
  version(): number | undefined;
  /** Resolves when it writes nothing any more. */
  close(): Promise<void>;
};

/** A shorter journal is read in no time. */
const leastJournal = 1024 * 1024;

/** `runDir` holds the table's files and one `router-<n>.sock` a worker. */
export function createPublisher(runDir: string, journalBytes = leastJournal): Publisher {
  const shelf = createShelf(runDir, journalBytes);
  let edition: Edition | undefined;
  /** The version on disk, which deltas for the disk continue; undefined when nothing there can be continued. */
  let kept: number | undefined;
  let acknowledged: number | undefined;
  let newest = 0;

  const write = async (current: Edition): Promise<void> => {
    const continued = kept;
    // Nobody knows how much of a record that failed is there, so that nothing may continue it.
    kept = undefined;
    if (continued === undefined || continued < current.floor) await shelf.replace(encodeWhole(current));
    else await shelf.append(encodeDelta(current, continued).join(''));
    kept = current.version;
  };

  const send = async (current: Edition, base: number): Promise<void> => {
    const doors = (await readdir(runDir)).filter((name) => /^router-\d+\.sock$/.test(name));
    const seen = await Promise.all(doors.map((name) => bring(join(runDir, name), current, base)));
    newest = Math.max(newest, ...seen);
    if (newest === current.version) return;
    // What that worker has is not what was published from here under those versions.
    current.floor = newest + 1;
    throw new Error(`A router worker serves version ${newest} of the table already.`);
  };

  return {
    publish: async (content, scope) => {
      if (edition === undefined) {
        const found = await shelf.read();
        kept = found?.version;
        edition = found === undefined ? emptyEdition() : editionOf(found);
      }
      const base = edition.version;
      const changes = compare(edition, content, scope);
      if (acknowledged === base && changes.same) return base;
      newest = Math.max(newest, base) + 1;
      revise(edition, changes, newest);
      // On disk first: a worker that starts while we send opens its door, then reads the files, so it cannot miss both.
      await write(edition);
      await send(edition, base);
      acknowledged = edition.version;
      const current = edition;
      shelf.compact(() => encodeWhole(current));
      return acknowledged;
    },
    version: () => acknowledged,
    close: shelf.idle,
  };
}

/** Brings one worker to the edition: by what differs from `base`, else from what it serves, else whole. The version it has then. */
async function bring(door: string, edition: Edition, base: number): Promise<number> {
  const whole = () => sendTable(door, 'PUT', encodeWhole(edition));
  const since = (version: number) => sendTable(door, 'PATCH', encodeDelta(edition, version));
  const known = (version: number) => version >= edition.floor && version < edition.version;
  let reply = await (known(base) ? since(base) : whole());
  if (reply.kind === 'elsewhere' && known(base)) {
    reply = await (known(reply.version) ? since(reply.version) : whole());
  }
  switch (reply.kind) {
    case 'acknowledged':
    case 'away':
      return edition.version;
    case 'elsewhere':
      return reply.version;
    case 'refused':
      throw new Error(`${door} answered ${reply.status} to the table`);
    default:
      return reply satisfies never;
  }
}
