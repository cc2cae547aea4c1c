/** A steady stream of scoring requests that counts how they ended. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { pause } from './teal.ts';

export type Tally = {
  sent: number;
  answered: number;
  /** Everything that did not end with 200, with the first few reasons. */
  failed: number;
  readonly reasons: string[];
  readonly statuses: Record<string, number>;
  readonly deployments: Record<string, number>;
};

export type LoadOptions = {
  readonly uri: string;
  readonly key: string;
  readonly perSecond?: number;
  /** Requests under way at most; what is due beyond that is not sent late, it is left out. */
  readonly outstanding?: number;
  /** False: every request has a connection of its own. */
  readonly keepAlive?: boolean;
  readonly body?: string;
};

export type Load = {
  readonly tally: Tally;
  /** Resolves when `count` more requests were answered. */
  more(count: number): Promise<void>;
  /** Ends the stream and waits for what is under way. */
  stop(): Promise<Tally>;
};

const tickMs = 10;
const reasonsKept = 10;
const patienceMs = 60_000;

export function startLoad(options: LoadOptions): Load {
  const { uri, key, perSecond = 200, outstanding = 20, keepAlive = true, body = '{"a":1}' } = options;
  const agent = new Agent({ keepAlive, maxSockets: outstanding });
  const tally: Tally = { sent: 0, answered: 0, failed: 0, reasons: [], statuses: {}, deployments: {} };
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  let underway = 0;
  let owed = 0;

  const ended = (what: string, deployment: string | undefined, reason: string | undefined): void => {
    underway -= 1;
    tally.answered += 1;
    tally.statuses[what] = (tally.statuses[what] ?? 0) + 1;
    if (deployment !== undefined) tally.deployments[deployment] = (tally.deployments[deployment] ?? 0) + 1;
    if (reason === undefined) return;
    tally.failed += 1;
    if (tally.reasons.length < reasonsKept) tally.reasons.push(reason);
  };
  const send = (): void => {
    underway += 1;
    tally.sent += 1;
    const post = request(uri, { method: 'POST', agent, headers }, (answer) => read(answer, ended));
    post.once('error', (error: NodeJS.ErrnoException) =>
      ended(error.code ?? 'error', undefined, error.message),
    );
    post.end(body);
  };

  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    owed = Math.min(owed + ((now - last) / 1000) * perSecond, outstanding);
    last = now;
    for (; owed >= 1 && underway < outstanding; owed -= 1) send();
  }, tickMs);

  const answered = async (count: number): Promise<void> => {
    for (let waited = 0; tally.answered < count && waited < patienceMs; waited += tickMs) await pause(tickMs);
    if (tally.answered < count) throw new Error(`the load stands still: ${JSON.stringify(tally)}`);
  };
  return {
    tally,
    more: (count) => answered(tally.answered + count),
    stop: async () => {
      clearInterval(timer);
      await answered(tally.sent);
      agent.destroy();
      return tally;
    },
  };
}

type Ended = (what: string, deployment: string | undefined, reason: string | undefined) => void;

function read(answer: IncomingMessage, ended: Ended): void {
  let text = '';
  let cut: string | undefined = 'the answer was cut off';
  const deployment = [answer.headers['azureml-model-deployment']].flat()[0];
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  answer.once('end', () => {
    cut = answer.statusCode === 200 ? undefined : `${answer.statusCode} ${deployment}: ${text.slice(0, 200)}`;
  });
  answer.once('error', () => {});
  answer.once('close', () => {
    const what = answer.complete ? String(answer.statusCode) : 'cut';
    ended(what, deployment, cut);
  });
}
