import { Agent, request } from 'node:http';

/** What a client saw since it was asked last. */
export type Tally = {
  readonly sent: number;
  readonly blue: number;
  readonly green: number;
  readonly failed: number;
  readonly firstFailure: string | null;
};

export type Client = {
  /** Counts since the last call; requests under way are counted when they are answered. */
  take(): Tally;
  /** Stops sending and waits for the answers that are due. */
  stop(): Promise<void>;
};

const outstandingAtMost = 8;

/** Sends a request every 1000 / `rate` milliseconds, never more than a few at a time, and counts who answers. */
export function startClient(scoringUri: string, key: string, body: string, rate: number): Client {
  const agent = new Agent({ keepAlive: true });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  let tally = empty();
  let outstanding = 0;

  const send = (): void => {
    if (outstanding >= outstandingAtMost) return;
    outstanding += 1;
    tally.sent += 1;
    const end = (outcome: string): void => {
      outstanding -= 1;
      if (outcome === 'blue' || outcome === 'green') tally[outcome] += 1;
      else {
        tally.failed += 1;
        tally.firstFailure ??= outcome;
      }
    };
    const post = request(scoringUri, { method: 'POST', headers, agent, timeout: 10_000 }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        end(
          answer.statusCode === 200
            ? String(answer.headers['azureml-model-deployment'])
            : `status ${answer.statusCode}`,
        ),
      );
      answer.once('error', (cause) => end(cause.message));
    });
    post.once('timeout', () => post.destroy(new Error('no answer in 10 seconds')));
    post.once('error', (cause) => end(cause.message));
    post.end(body);
  };

  const timer = setInterval(send, 1000 / rate);
  return {
    take: () => {
      const taken = tally;
      tally = empty();
      return taken;
    },
    stop: async () => {
      clearInterval(timer);
      for (let waited = 0; outstanding > 0 && waited < 10_000; waited += 10) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      agent.destroy();
    },
  };
}

function empty(): { sent: number; blue: number; green: number; failed: number; firstFailure: string | null } {
  return { sent: 0, blue: 0, green: 0, failed: 0, firstFailure: null };
}
