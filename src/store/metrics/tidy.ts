import type Database from 'better-sqlite3';
import { keptMinutesMs, keptSecondsMs, minuteMs } from '../../domain/metrics/ports.ts';
import { addSample, type Sample } from '../../domain/metrics/sample.ts';
import { decodeSample, encodeSample } from './body.ts';
import { extentOf } from './extent.ts';

/** Labels beyond this are of a clock that was wrong. */
const aheadMs = 24 * 60 * minuteMs;

/** Sums up every minute that is over, and drops what is too old, from the future, or too much. */
export function tidy(
  db: Database.Database,
  limitBytes: number,
  { now, prune }: { readonly now: number; readonly prune: boolean },
): void {
  if (prune) {
    // First of all: a file that is full has no room for sums.
    db.transaction(() => drop(db, 'minutes', now - keptMinutesMs, now + aheadMs))();
    shrink(db, limitBytes);
  }
  db.transaction(() => rollUp(db, now - (now % minuteMs)))();
  if (!prune) return;
  db.transaction(() => {
    drop(db, 'seconds', now - keptSecondsMs, now + aheadMs);
    db.exec(`DELETE FROM series WHERE NOT EXISTS (SELECT 1 FROM minutes WHERE series = series.id)
      AND NOT EXISTS (SELECT 1 FROM seconds WHERE series = series.id)`);
  })();
}

type Second = { readonly series: number; readonly at: number; readonly body: string };

/** The minute that goes on stays in seconds. One that lies ahead, by a clock that was put back, is summed up as well. */
function rollUp(db: Database.Database, current: number): void {
  const due = 'rolled = 0 AND NOT (at >= ? AND at < ?)';
  const seconds = db
    .prepare<[number, number], Second>(`SELECT series, at, body FROM seconds WHERE ${due}`)
    .all(current, current + minuteMs);
  if (seconds.length === 0) return;
  const look = db.prepare<[number, number], { body: string }>(
    'SELECT body FROM minutes WHERE series = ? AND at = ?',
  );
  const put = db.prepare('INSERT OR REPLACE INTO minutes (series, at, body) VALUES (?, ?, ?)');
  const sums = new Map<string, { series: number; minute: number; sum: Sample }>();
  for (const { series, at, body } of seconds) {
    const minute = at - (at % minuteMs);
    const known = sums.get(`${series}/${minute}`);
    if (known !== undefined) {
      addSample(known.sum, decodeSample(body));
      continue;
    }
    const sum = decodeSample(look.get(series, minute)?.body ?? '{}');
    addSample(sum, decodeSample(body));
    sums.set(`${series}/${minute}`, { series, minute, sum });
  }
  for (const { series, minute, sum } of sums.values()) put.run(series, minute, encodeSample(sum));
  db.prepare(`UPDATE seconds SET rolled = 1 WHERE ${due}`).run(current, current + minuteMs);
}

/** By series, as the rows lie. */
function drop(db: Database.Database, table: 'seconds' | 'minutes', before: number, after: number): void {
  const remove = db.prepare(`DELETE FROM ${table} WHERE series = ? AND (at < ? OR at > ?)`);
  for (const { id } of seriesIds(db)) remove.run(id, before, after);
}

function seriesIds(db: Database.Database): readonly { id: number }[] {
  return db.prepare<[], { id: number }>('SELECT id FROM series').all();
}

/** Pages that were given back are used again, so the file does not grow while the rest stays under the limit. */
function shrink(db: Database.Database, limitBytes: number): void {
  const pageSize = Number(db.pragma('page_size', { simple: true }));
  const used = () =>
    pageSize *
    (Number(db.pragma('page_count', { simple: true })) -
      Number(db.pragma('freelist_count', { simple: true })));
  for (let tries = 0; tries < 20 && used() > limitBytes; tries++) {
    const extent = extentOf(db, 'minutes');
    if (extent === undefined) return;
    const before = extent.first + Math.max(minuteMs, Math.ceil((extent.last - extent.first) / 10));
    db.transaction(() => drop(db, 'minutes', before, Number.MAX_SAFE_INTEGER))();
  }
}
