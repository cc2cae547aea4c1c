import type Database from 'better-sqlite3';

/** The first and last time in a table, of one endpoint or of all, looked up series by series: no scan. */
export function extentOf(
  db: Database.Database,
  table: string,
  endpoint?: string,
): { readonly first: number; readonly last: number } | undefined {
  const end = (direction: string) =>
    `(SELECT at FROM ${table} WHERE ${table}.series = series.id ORDER BY at ${direction} LIMIT 1)`;
  const row = db
    .prepare<string[], { first: number | null; last: number | null }>(
      `SELECT min(${end('ASC')}) AS first, max(${end('DESC')}) AS last FROM series
        ${endpoint === undefined ? '' : 'WHERE endpoint = ?'}`,
    )
    .get(...(endpoint === undefined ? [] : [endpoint]));
  if (row === undefined || row.first === null || row.last === null) return undefined;
  return { first: row.first, last: row.last };
}
