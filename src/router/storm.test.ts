import { type RequestListener, request } from 'node:http';
import { expect, test } from 'vitest';
import {
  deployment,
  KEY,
  type Rig,
  shares,
  startRig,
  type TestInstance,
  tableOf,
  until,
} from './rig.suite.ts';

/** An instance with every bad habit; the request's query says which one it shows. */
const moody: RequestListener = (incoming, response) => {
  const mood = new URL(incoming.url ?? '/', 'http://x').searchParams.get('mood');
  if (mood === 'early') {
    response.writeHead(413).end('too much');
    return;
  }
  if (mood === 'reset') {
    incoming.socket.destroy();
    return;
  }
  incoming.resume();
  incoming.on('end', () => {
    if (mood === 'hang') return;
    if (mood === 'cut')
      response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy());
    else if (mood === 'fail') response.writeHead(500).end('no');
    else if (mood === 'slow') setTimeout(() => response.end('late'), 30);
    else response.end('fine');
  });
};

const moods = ['fine', 'early', 'reset', 'hang', 'cut', 'fail', 'slow', 'leave', 'fine', 'fine'];

function storm(rig: Rig, at: number): Promise<string> {
  const mood = moods[at % moods.length] ?? 'fine';
  const body = Buffer.alloc(at % 4 === 0 ? 200_000 : 50);
  return new Promise((resolve) => {
    const asked = request({
      host: '127.0.0.1',
      port: rig.worker.port,
      method: 'POST',
      path: `/api/v1/endpoint/churn/score?mood=${mood}`,
      headers: { authorization: `Bearer ${KEY}`, 'content-length': String(body.length) },
    });
    asked.on('error', () => resolve('error'));
    asked.on('close', () => resolve('closed'));
    asked.on('response', (response) => {
      response.resume();
      response.on('error', () => resolve('cut'));
      response.on('end', () => resolve(String(response.statusCode)));
    });
    asked.end(body);
    if (mood === 'leave') setTimeout(() => asked.destroy(), at % 7);
  });
}

test('after a storm nothing is held: no instance, no place in line, no byte of a copy', async () => {
  const rig = await startRig();
  try {
    const instances: TestInstance[] = [];
    for (let at = 0; at < 4; at += 1) instances.push(await rig.instance(moody));
    const settings = { timeoutMs: 120, maxConcurrentPerInstance: 2, pendingLimit: 30 };
    const publish = (version: number) =>
      rig.put(
        tableOf(version, {
          deployments: [
            // Revisions and instances come and go while requests run and wait.
            deployment('blue', instances.slice(0, 1 + (version % 3)), {
              ...settings,
              slot: 100 + (version >> 1),
            }),
            deployment('green', instances.slice(3), settings),
          ],
          live: shares({ blue: 100 }),
          mirror: shares({ green: 50 }),
        }),
      );
    let version = 1;
    expect((await publish(version)).status).toBe(200);
    const total = 600;
    let next = 0;
    const client = async () => {
      while (next < total) {
        next += 1;
        if (next % 60 === 0) {
          version += 1;
          await publish(version);
        }
        await storm(rig, next);
      }
    };
    await Promise.all(Array.from({ length: 24 }, client));
    const status = async () => JSON.parse((await rig.admin('GET', '/status')).text);
    await until(async () => {
      const { outstanding, waiting, mirrorBytes } = await status();
      return (
        mirrorBytes === 0 &&
        [...Object.values(outstanding), ...Object.values(waiting)].every((held) => held === 0)
      );
    });
    const { slots } = await rig.counters();
    const served = Object.entries(slots).filter(([slot]) => Number(slot) >= 100);
    const requests = served.reduce((sum, [, counts]) => sum + counts.live.requests, 0);
    expect(requests).toBeGreaterThan(total / 2);
    // Every request has exactly one end.
    for (const [, { live }] of served) {
      const statuses = ['2xx', '4xx', '5xx', 'other', '408', '424', '429'] as const;
      const answered = statuses.reduce((sum, name) => sum + live[`status_${name}`], 0);
      expect(answered + live.answer_cut + live.client_closed).toBe(live.requests);
    }
    expect(rig.lines.filter((line) => line.includes('failed inside'))).toEqual([]);
    expect(slots['1']?.mirror.answer_cut).toBeGreaterThan(0);
    const { status: last } = await rig.ask();
    expect(last).toBe(200);
  } finally {
    await rig.close();
  }
});
