import { appendFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

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

/** The last `tail` lines; '' when there is no log. */
export async function readBuildLog(path: string, tail: number): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return tail <= 0 ? '' : lines.slice(-tail).join('\n');
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // a full disk ends the build by itself, with a better message than this one
  }
}
