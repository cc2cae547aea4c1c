/** A run whose every request is recorded by who sent it, to hold the metrics against. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { liftLimits } from './limits.ts';
import { type Rest, restOf } from './rest.ts';
import type { Teal } from './teal.ts';

/** Sleeps as long as it is told and says how long that took; fails when it is told to. */
const script = `
import json
import time

def init():
    pass

def run(data):
    began = time.monotonic()
    asked = json.loads(data)
    time.sleep(asked["ms"] / 1000)
    if asked.get("fail"):
        raise ValueError("told to")
    return (time.monotonic() - began) * 1000
`;

export type Recorded = {
  readonly status: number;
  /** Undefined when the router answered before it chose one. */
  readonly deployment: string | undefined;
  readonly direct: boolean;
  /** As the client saw it, from the call to the end of the answer. */
  readonly ms: number;
  /** As the model saw it; it is in `ms`, with the router's part around it. */
  readonly sleptMs: number;
};

/** How long the model is told to sleep. */
type Pace = { readonly leastMs: number; readonly spreadMs: number };
const brisk: Pace = { leastMs: 1, spreadMs: 30 };

const senders = 12;

export const endpoint = 'recorded';

/** Endpoint `recorded` with blue and green, 70 to 30, four worker processes each. */
export async function deployRecorded(teal: Teal): Promise<Rest> {
  const rest = restOf(teal);
  await liftLimits(rest);
  // In the home, which goes with the Teal.
  const folder = join(teal.home, 'recorded');
  mkdirSync(folder);
  writeFileSync(join(folder, 'score.py'), script);
  await rest.register('codes', 'recorded', folder);
  await rest.call('PUT', `/onlineEndpoints/${endpoint}`, bodyOf({}));
  for (const name of ['blue', 'green']) {
    await rest.deploy(endpoint, name, 'recorded', {
      environmentVariables: { WORKER_COUNT: '4' },
      requestSettings: {
        maxConcurrentRequestsPerInstance: 16,
        requestTimeout: 'PT30S',
        maxQueueWait: 'PT30S',
      },
    });
  }
  await rest.call('PUT', `/onlineEndpoints/${endpoint}`, bodyOf({ blue: 70, green: 30 }));
  return rest;
}

const bodyOf = (traffic: object) => ({ location: 'local', properties: { authMode: 'Key', traffic } });

export async function scoringUri(rest: Rest): Promise<string> {
  return (await rest.call('GET', `/onlineEndpoints/${endpoint}`)).body.properties.scoringUri;
}

export async function keyOf(rest: Rest): Promise<string> {
  return (await rest.call('POST', `/onlineEndpoints/${endpoint}/listKeys`)).body.primaryKey;
}

type Turn = { readonly headers: Record<string, string>; readonly body: string; readonly direct: boolean };

/** `count` requests, a few under way at a time: most by the split, some by name, some that fail, some without the key. */
export async function recordedRun(rest: Rest, count: number, pace = brisk): Promise<readonly Recorded[]> {
  const [uri, key] = [await scoringUri(rest), await keyOf(rest)];
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const recorded: Recorded[] = [];
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < count) recorded.push(await send(uri, agent, turnOf(next++, key, pace)));
  };
  await Promise.all(Array.from({ length: senders }, sender));
  agent.destroy();
  return recorded;
}

/** Short times are more frequent than long ones, and the same in every run. */
function turnOf(at: number, key: string, { leastMs, spreadMs }: Pace): Turn {
  const direct = at % 10 === 3;
  const ms = leastMs + spreadMs * ((at * 0.6180339887498949) % 1) ** 3;
  return {
    direct,
    body: JSON.stringify({ ms, fail: at % 51 === 7 }),
    headers: {
      authorization: `Bearer ${at % 97 === 5 ? 'wrong' : key}`,
      'content-type': 'application/json',
      ...(direct ? { 'azureml-model-deployment': 'green' } : {}),
    },
  };
}

function send(uri: string, agent: Agent, { headers, body, direct }: Turn): Promise<Recorded> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const post = request(uri, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('error', reject);
      answer.once('end', () => {
        const { statusCode: status = 0, headers } = answer;
        const deployment = [headers['azureml-model-deployment']].flat()[0];
        const sleptMs = status === 200 ? Number(text) : 0;
        resolve({ status, deployment, direct, ms: performance.now() - began, sleptMs });
      });
    });
    post.once('error', reject);
    post.end(body);
  });
}

/** The time that the share `q` of all does not exceed, by nearest rank. */
export function percentile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1] ?? Number.NaN;
}
