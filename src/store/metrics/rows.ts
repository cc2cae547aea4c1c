import { setImmediate } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { type Entry, type MetricRows, minuteMs, type Span, secondMs } from '../../domain/metrics/ports.ts';
import { addSample, type Sample } from '../../domain/metrics/sample.ts';
import { type Series, seriesOf } from '../../domain/metrics/series.ts';
import { decodeSample, encodeSample } from './body.ts';
import { extentOf } from './extent.ts';
import { openMetrics } from './open.ts';
import { tidy } from './tidy.ts';

export type MetricOptions = {
  /** ':memory:' is for tests. */
  readonly path: string;
  /** What the file may hold; the oldest minutes make room. Default 256 MiB. */
  readonly limitBytes?: number;
  readonly log: (line: string) => void;
};

const usualLimit = 256 * 1024 * 1024;
/** How much is read in one go. */
const pieceMs = { [secondMs]: 5 * minuteMs, [minuteMs]: 12 * 60 * minuteMs };

/**
 * Metrics in SQLite. Statements are prepared by hand and run at once, not through Kysely: the same few run every second, and
 * each is over within a fraction of a millisecond.
 */
export function openMetricRows({ path, limitBytes = usualLimit, log }: MetricOptions): MetricRows {
  const db = openMetrics(path, limitBytes, log);
  const writer = createWriter(db);
  return {
    add: writer,
    marks: () => {
      const rows = db.prepare<[], { worker: string; report: string }>('SELECT worker, report FROM marks');
      return new Map(rows.all().map(({ worker, report }) => [worker, report]));
    },
    tidy: (now, prune) => tidy(db, limitBytes, { now, prune }),
    read: (endpoint, span) => read(db, endpoint, span),
    close: () => void db.close(),
  };
}

function createWriter(db: Database.Database): MetricRows['add'] {
  const mark = db.prepare(
    'INSERT INTO marks (worker, report) VALUES (?, ?) ON CONFLICT DO UPDATE SET report = excluded.report',
  );
  const adder = createAdder(db);
  return db.transaction<MetricRows['add']>((at, samples, marks) => {
    for (const [key, sample] of samples) adder(key, at, sample);
    for (const [worker, report] of marks) mark.run(worker, report);
  });
}

/** Adds a sample to its second; to the minute as well when that second was summed up already: the clock was put back. */
function createAdder(db: Database.Database): (key: string, at: number, sample: Sample) => void {
  const find = db.prepare<[string], { id: number }>('SELECT id FROM series WHERE key = ?');
  const enter = db.prepare('INSERT INTO series (key, endpoint) VALUES (?, ?)');
  const look = db.prepare<[number, number], { rolled: number; body: string }>(
    'SELECT rolled, body FROM seconds WHERE series = ? AND at = ?',
  );
  const insert = db.prepare('INSERT INTO seconds (series, at, rolled, body) VALUES (?, ?, 0, ?)');
  const update = db.prepare('UPDATE seconds SET body = ? WHERE series = ? AND at = ?');
  const lookMinute = db.prepare<[number, number], { body: string }>(
    'SELECT body FROM minutes WHERE series = ? AND at = ?',
  );
  const putMinute = db.prepare('INSERT OR REPLACE INTO minutes (series, at, body) VALUES (?, ?, ?)');
  return (key, at, sample) => {
    const id = find.get(key)?.id ?? Number(enter.run(key, seriesOf(key).endpoint).lastInsertRowid);
    const known = look.get(id, at);
    if (known === undefined) {
      insert.run(id, at, encodeSample(sample));
      return;
    }
    update.run(sumOf(known.body, sample), id, at);
    if (known.rolled === 0) return;
    const minute = at - (at % minuteMs);
    const body = lookMinute.get(id, minute)?.body;
    putMinute.run(id, minute, body === undefined ? encodeSample(sample) : sumOf(body, sample));
  };
}

function sumOf(body: string, sample: Sample): string {
  const sum = decodeSample(body);
  addSample(sum, sample);
  return encodeSample(sum);
}

type Row = { readonly id: number; readonly at: number; readonly body: string };
/** `ids` is a JSON list. */
type Piece = { readonly ids: string; readonly from: number; readonly to: number };

const rowsOf = (table: string, condition = '') =>
  `SELECT series AS id, at, body FROM ${table}
    WHERE series IN (SELECT value FROM json_each(@ids)) AND at >= @from AND at < @to${condition}`;

async function* read(db: Database.Database, endpoint: string, span: Span): AsyncIterable<Entry> {
  const { grainMs } = span;
  const fine = grainMs === secondMs;
  const rows = fine
    ? rowsOf('seconds')
    : `${rowsOf('minutes')} UNION ALL ${rowsOf('seconds', ' AND rolled = 0')}`;
  const statement = db.prepare<[Piece], Row>(`${rows} ORDER BY at`);
  const step = pieceMs[grainMs];
  // A span may reach far beyond what is kept.
  const bounds = boundsOf(db, fine ? ['seconds'] : ['minutes', 'seconds'], { endpoint, ...span });
  for (let from = bounds.from; from < bounds.to; from += step) {
    // Anew for each piece: a series may begin meanwhile.
    const wanted = wantedOf(db, endpoint, span.of);
    const ids = JSON.stringify([...wanted.keys()]);
    for (const { id, at, body } of statement.all({ ids, from, to: Math.min(from + step, bounds.to) })) {
      const series = wanted.get(id);
      if (series !== undefined) yield { at: at - (at % grainMs), series, sample: decodeSample(body) };
    }
    await setImmediate();
  }
}

function wantedOf(
  db: Database.Database,
  endpoint: string,
  isWanted: Span['of'] = () => true,
): ReadonlyMap<number, Series> {
  const all = db
    .prepare<[string], { id: number; key: string }>('SELECT id, key FROM series WHERE endpoint = ?')
    .all(endpoint);
  return new Map(
    all.map(({ id, key }) => [id, seriesOf(key)] as const).filter(([, series]) => isWanted(series)),
  );
}

function boundsOf(
  db: Database.Database,
  tables: readonly string[],
  { endpoint, from, to }: Span & { readonly endpoint: string },
): { readonly from: number; readonly to: number } {
  const found = tables.map((table) => extentOf(db, table, endpoint)).filter((extent) => extent !== undefined);
  if (found.length === 0) return { from: 0, to: 0 };
  return {
    from: Math.max(from, Math.min(...found.map(({ first }) => first))),
    to: Math.min(to, Math.max(...found.map(({ last }) => last)) + 1),
  };
}
