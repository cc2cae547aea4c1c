import { type FileHandle, open, readdir, readFile, rename } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Table } from '../table/table.ts';

/** Brings a table to every router worker that runs, and to disk for those that start later. */
export type Publisher = {
  /**
   * Resolves with the version when the file is on disk and every running worker has acknowledged; rejects when one
   * that runs did not. The same content again is not sent again once it was acknowledged.
   */
  publish(content: Omit<Table, 'version'>): Promise<number>;
};

const acknowledgeWithinMs = 5000;

/** `runDir` holds `table.json` and one `router-<n>.sock` a worker. */
export function createPublisher(runDir: string): Publisher {
  const file = join(runDir, 'table.json');
  let version: number | undefined;
  let acknowledged: string | undefined;
  return {
    publish: async (content) => {
      const body = JSON.stringify(content);
      if (body === acknowledged && version !== undefined) return version;
      version = (version ?? (await lastVersion(file))) + 1;
      const text = JSON.stringify({ version, ...content });
      // On disk first: a worker that starts while we send opens its door, then reads the file, so it cannot miss both.
      await writeDurably(file, text);
      const sockets = (await readdir(runDir)).filter((name) => /^router-\d+\.sock$/.test(name));
      await Promise.all(sockets.map((name) => push(join(runDir, name), text)));
      acknowledged = body;
      return version;
    },
  };
}

/** Sends the table; a worker that does not listen is not running and will read the file. */
function push(socketPath: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const put = request(
      {
        socketPath,
        method: 'PUT',
        path: '/table',
        headers: { 'content-length': Buffer.byteLength(text) },
        agent: false,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () =>
          answer.statusCode === 200
            ? resolve()
            : reject(new Error(`${socketPath} answered ${answer.statusCode} to the table`)),
        );
      },
    );
    put.setTimeout(acknowledgeWithinMs, () =>
      put.destroy(new Error(`${socketPath} did not acknowledge the table in time`)),
    );
    put.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? resolve() : reject(error),
    );
    put.end(text);
  });
}

async function lastVersion(file: string): Promise<number> {
  try {
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof kept === 'object' && kept !== null && 'version' in kept && typeof kept.version === 'number'
      ? kept.version
      : 0;
  } catch {
    return 0;
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`;
  await withFile(await open(temporary, 'w', 0o600), async (handle) => {
    await handle.writeFile(text);
    await handle.datasync();
  });
  await rename(temporary, file);
  await withFile(await open(join(file, '..'), 'r'), (handle) => handle.sync());
}

async function withFile(handle: FileHandle, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}
