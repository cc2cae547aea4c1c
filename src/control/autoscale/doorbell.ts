/** Listens at the doors of the router workers for requests that wait for a deployment that sleeps. */
import { readdir } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';

export type Doorbell = { close(): Promise<void> };

type Report = {
  readonly boot: string;
  readonly rings: number;
  readonly waiting: Readonly<Record<string, number>>;
};

/** Workers come and go; a new one is heard after at most so long. */
const scanMs = 1000;
/** A worker answers within twenty seconds, rung or not. */
const answersWithinMs = 40_000;

/** Gets how many requests wait, by the slots of their deployments. */
type Heard = (waiting: ReadonlyMap<number, number>) => void;

export function createDoorbell(doors: string, heard: Heard): Doorbell {
  const open = new Map<string, Promise<void>>();
  const calls = new Set<ClientRequest>();
  let closed = false;

  const scan = async (): Promise<void> => {
    const names = await readdir(doors).catch((): string[] => []);
    for (const name of names) {
      if (closed || open.has(name) || !/^router-\d+\.sock$/.test(name)) continue;
      open.set(
        name,
        follow(join(doors, name), { calls, closed: () => closed }, heard).finally(() => open.delete(name)),
      );
    }
  };

  const timer = setInterval(() => void scan(), scanMs);
  void scan();
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      for (const call of calls) call.destroy();
      await Promise.all(open.values());
    },
  };
}

type State = { readonly calls: Set<ClientRequest>; readonly closed: () => boolean };

/** Asks one worker again and again, until it is gone. */
async function follow(path: string, { calls, closed }: State, heard: Heard): Promise<void> {
  let after = -1;
  let boot = '';
  while (!closed()) {
    const report = await ask(path, after, calls);
    if (report === undefined) return;
    // Another process counts its rings from nothing.
    after = boot !== '' && report.boot !== boot ? -1 : report.rings;
    boot = report.boot;
    const waiting = Object.entries(report.waiting).map(([slot, count]) => [Number(slot), count] as const);
    if (waiting.length > 0) heard(new Map(waiting));
  }
}

/** Undefined when the worker does not answer: it is starting, or gone. */
function ask(socketPath: string, after: number, calls: Set<ClientRequest>): Promise<Report | undefined> {
  return new Promise((resolve) => {
    const call = request({ socketPath, path: `/waking?after=${after}`, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('error', () => resolve(undefined));
      answer.once('close', () => {
        if (answer.statusCode === 200 && answer.complete) resolve(parsed(Buffer.concat(chunks).toString()));
        else resolve(undefined);
      });
    });
    calls.add(call);
    call.setTimeout(answersWithinMs, () => call.destroy());
    call.once('close', () => calls.delete(call));
    call.once('error', () => resolve(undefined));
    call.end();
  });
}

function parsed(text: string): Report | undefined {
  try {
    const report = JSON.parse(text) as Report;
    return typeof report.boot === 'string' && typeof report.rings === 'number' ? report : undefined;
  } catch {
    return undefined;
  }
}
