/** The traffic log as its files have it, put together by what docs/guide/logs.md says of them and by nothing of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './rest.ts';

/** Every line of every router worker of the Teal with this home. */
export function trafficLog(home: string): Json[] {
  const folder = join(home, 'logs', 'traffic');
  return readdirSync(folder).flatMap((file) => wholeLines(readFileSync(join(folder, file), 'utf8')));
}

/** The lines of one file. */
export function wholeLines(text: string): Json[] {
  const shared = new Map<number, Json>();
  const lines: Json[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const { Shared, With, ...columns } = JSON.parse(line) as Json;
    if (Shared !== undefined) shared.set(Shared, columns);
    else lines.push(Object.assign({}, ...(With ?? []).map((number: number) => shared.get(number)), columns));
  }
  return lines;
}
