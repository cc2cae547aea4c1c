import { existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Of the tables below; a file of another one is put aside: old numbers are not worth a start that fails. */
const schema = 1;

const statements = [
  'CREATE TABLE series (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, endpoint TEXT NOT NULL) STRICT',
  'CREATE INDEX series_by_endpoint ON series (endpoint)',
  `CREATE TABLE seconds (series INTEGER NOT NULL, at INTEGER NOT NULL, rolled INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID`,
  'CREATE INDEX seconds_to_roll ON seconds (at) WHERE rolled = 0',
  `CREATE TABLE minutes (series INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (series, at)) STRICT, WITHOUT ROWID`,
  'CREATE TABLE marks (worker TEXT PRIMARY KEY, report TEXT NOT NULL) STRICT',
];

/**
 * A database of its own, so that a write every second never stands before one of control. It is flushed when it is moved
 * into its file, not at each write: a power cut may take the last seconds of the numbers along, and nothing else.
 * Never throws: a file that is none is put aside, and without a place to write the numbers live in memory.
 */
export function openMetrics(
  path: string,
  limitBytes: number,
  log: (line: string) => void,
): Database.Database {
  try {
    return prepared(path, limitBytes);
  } catch (cause) {
    log(`the metrics in ${path} cannot be used and are put aside: ${String(cause)}`);
  }
  try {
    putAside(path);
    return prepared(path, limitBytes);
  } catch (cause) {
    log(`metrics are kept in memory only: ${String(cause)}`);
    return prepared(':memory:', limitBytes);
  }
}

function prepared(path: string, limitBytes: number): Database.Database {
  const sqlite = new Database(path, { timeout: 1000 });
  try {
    // Of a row in these tables a quarter of a page may lie in the page itself: room for a histogram.
    sqlite.pragma('page_size = 8192');
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    const version = sqlite.pragma('user_version', { simple: true });
    if (version === 0) create(sqlite);
    else if (version !== schema) throw new Error(`its schema is ${version}, not ${schema}`);
    // The last stop: what tidying up leaves is smaller.
    const pages = Math.ceil((limitBytes * 1.25) / Number(sqlite.pragma('page_size', { simple: true })));
    sqlite.pragma(`max_page_count = ${pages}`);
    sqlite.prepare('SELECT count(*) FROM marks').get();
    return sqlite;
  } catch (cause) {
    sqlite.close();
    throw cause;
  }
}

function create(sqlite: Database.Database): void {
  sqlite.transaction(() => {
    for (const statement of statements) sqlite.exec(statement);
    sqlite.pragma(`user_version = ${schema}`);
  })();
}

/** One of them is kept for whoever wants to look. */
function putAside(path: string): void {
  if (existsSync(path)) renameSync(path, `${path}.broken`);
  for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
}
