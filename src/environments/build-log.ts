import { appendFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type LogPiece, type LogPlace, noLog } from '../domain/logs.ts';

export type BuildLog = (line: string) => void;

/** Starts the file anew; each line gets the UTC time. A log that cannot be written does not stop a build. */
export function openBuildLog(path: string, now: () => number): BuildLog {
  attempt(() => writeFileSync(path, ''));
  return (line) => attempt(() => appendFileSync(path, `${new Date(now()).toISOString()} ${masked(line)}\n`));
}

/** Credentials in URLs stay out of logs and messages. */
export function masked(line: string): string {
  return line.replace(/(\w:\/\/)[^\s/@]+@/g, '$1***@');
}

/** The last lines, or all that are whole from a place on; a log that is shorter than that began anew. */
export async function readBuildLog(path: string, place: LogPlace): Promise<LogPiece> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return noLog;
  const next = bytes.lastIndexOf(0x0a) + 1;
  if ('from' in place) {
    const from = place.from > next ? 0 : place.from;
    return { text: bytes.toString('utf8', from, next), next, lost: 0 };
  }
  const lines = bytes
    .toString('utf8', 0, next)
    .split('\n')
    .filter((line) => line !== '');
  const last = place.tail <= 0 ? [] : lines.slice(-place.tail);
  return { text: last.map((line) => `${line}\n`).join(''), next, lost: 0 };
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // a full disk ends the build by itself, with a better message than this one
  }
}
