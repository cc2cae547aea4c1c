import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { WorkerCounters } from './admin.ts';
import {
  by,
  deployment,
  KEY,
  keyAuth,
  type Rig,
  says,
  shares,
  startRig,
  tableOf,
  until,
} from './rig.suite.ts';

let rig: Rig;
afterEach(() => rig.close());

/** More than fit into all pages. */
const REQUESTS = 1200;

type Line = Readonly<Record<string, string | number | null>>;

/** A worker whose log goes into memory; `stop` waits for what is under way. */
async function logging(more: { readonly maxBodyBytes?: number } = {}): Promise<() => Promise<Line[]>> {
  const written: Buffer[] = [];
  const write = async (pages: readonly Uint8Array[]): Promise<void> =>
    void written.push(...pages.map((page) => Buffer.from(page)));
  rig = await startRig({ traffic: { write }, ...more });
  return async () => {
    await rig.worker.stop(1000);
    const text = Buffer.concat(written).toString('utf8');
    expect(text === '' || text.endsWith('\n')).toBe(true);
    return wholeLines(text);
  };
}

/** Each line with what lines before it say for it. */
function wholeLines(text: string): Line[] {
  const shared = new Map<number, object>();
  const lines: Line[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const { Shared, With, ...columns } = JSON.parse(line) as Line & { Shared?: number; With?: number[] };
    if (Shared !== undefined) shared.set(Shared, columns);
    else lines.push(Object.assign({}, ...(With ?? []).map((number) => shared.get(number)), columns));
  }
  return lines;
}

const origin = { subscription: 's', workspace: 'w', workspaceUid: 'W', location: 'westus' };
const wellPlaced = { live: shares({ blue: 100 }), origin };

async function trafficLog(): Promise<WorkerCounters['trafficLog']> {
  return (JSON.parse((await rig.admin('GET', '/counters')).text) as WorkerCounters).trafficLog;
}

test('what lines have in common is not taken from a page that is filled again', async () => {
  const lines = await logging();
  const [blue, green] = [await rig.instance(says('blue')), await rig.instance(says('green'))];
  const deployments = [deployment('blue', [blue]), deployment('green', [green])];
  await rig.put(tableOf(1, { ...wellPlaced, live: shares({ blue: 50, green: 50 }), deployments }));
  const sent: string[] = [];
  for (let trip = 1; trip <= 3; trip += 1) {
    // Answers of every kind put other bytes where common ones were.
    for (let i = 0; i < 20; i += 1) {
      sent.push(by(await rig.ask({ headers: { 'user-agent': 'x'.repeat(trip) } })) ?? '');
      await rig.ask({ path: `/${'y'.repeat(i)}` });
    }
    await until(async () => (await trafficLog())?.written === 40 * trip);
  }
  const all = await lines();
  expect(all).toHaveLength(120);
  expect(all.filter(({ ResponseCode }) => ResponseCode === 200).map((line) => line.DeploymentName)).toEqual(
    sent,
  );
});

test('a line says whose the request was, what it was answered, and how long that took', async () => {
  const lines = await logging();
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { ...wellPlaced, deployments: [deployment('blue', [blue])] }));
  const before = Date.now();
  const answer = await rig.ask({
    headers: { 'user-agent': `u"\\${'a'.repeat(100)}`, 'x-ms-client-request-id': 'mine!-1' },
    body: '{"x":1}',
  });
  expect(by(answer)).toBe('blue');
  const [line = {}, ...others] = await lines();
  expect(others).toEqual([]);
  const { TimeGenerated, TotalDurationMs, RequestDurationMs, ResponseDurationMs, ...rest } = line;
  expect(rest).toEqual({
    OperationName: 'onlineEndpoints/score/action',
    Location: 'westus',
    SubscriptionId: 's',
    AzureMLWorkspaceId: 'W',
    AzureMLWorkspaceName: 'w',
    EndpointName: 'churn',
    AuthType: 'Key',
    DeploymentName: 'blue',
    InstanceId: blue.path.slice(0, 64),
    Kind: 'live',
    Method: 'POST',
    Path: '/score',
    Protocol: 'HTTP/1.1',
    UserAgent: `u"\\${'a'.repeat(67)}`,
    XRequestId: answer.headers['x-request-id'],
    XMSClientRequestId: 'mine-1',
    ResponseCode: 200,
    ResponseCodeReason: 'ok',
    ModelStatusCode: 200,
    ModelStatusReason: 'ok',
    RequestPayloadSize: 7,
    ResponsePayloadSize: answer.body.length,
    RequestThrottlingDelayMs: 0,
    ResponseThrottlingDelayMs: 0,
  });
  const at = Date.parse(String(TimeGenerated));
  // Clocks of two kinds, and rounding.
  expect(at).toBeGreaterThanOrEqual(before - 5);
  expect(at).toBeLessThanOrEqual(Date.now() + 5);
  expect(RequestDurationMs).toBeGreaterThanOrEqual(0);
  expect(Number(ResponseDurationMs)).toBeGreaterThan(0);
  expect(Number(TotalDurationMs)).toBeGreaterThanOrEqual(Number(ResponseDurationMs));
});

test('every end of a request has its line, in both lanes', async () => {
  const lines = await logging({ maxBodyBytes: 1000 });
  const blue = await rig.instance((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      response.statusCode = incoming.url === '/teapot' ? 418 : 200;
      response.write('first');
      setImmediate(() => response.end('last'));
    });
  });
  const full = deployment('full', [blue], { slot: 2, pendingLimit: 1, timeoutMs: 50 });
  const deployments = [deployment('blue', [blue]), deployment('empty', [], { slot: 1 }), full];
  await rig.put(tableOf(1, { ...wellPlaced, deployments }));
  const path = '/api/v1/endpoint/churn/teapot';
  const named = (name: string) => ({ headers: { 'azureml-model-deployment': name } });
  await rig.ask();
  await rig.ask({ headers: { 'transfer-encoding': 'chunked' }, body: 'four' });
  await rig.ask({ path });
  await rig.ask(named('empty'));
  await rig.ask(named('green'));
  await rig.ask({ headers: { authorization: 'Bearer wrong' } });
  await rig.ask({ path: '/api/v1/endpoint/other/score?key=secret' });
  await rig.ask({ body: 'x'.repeat(1001) });
  const seen = (await lines()).map((line) => [
    line.ResponseCode,
    line.ResponseCodeReason,
    line.ModelStatusCode,
    line.EndpointName,
    line.DeploymentName,
    line.Kind,
    line.Path,
    line.RequestPayloadSize,
  ]);
  expect(seen).toEqual([
    [200, 'ok', 200, 'churn', 'blue', 'live', '/score', 2],
    [200, 'ok', 200, 'churn', 'blue', 'live', '/score', 4],
    [424, 'model_error', 418, 'churn', 'blue', 'live', '/teapot', 2],
    [424, 'no_ready_instance', null, 'churn', 'empty', 'direct', '/score', 2],
    [404, 'not_found', null, 'churn', '', 'refused', '/score', 2],
    [401, 'unauthorized', null, 'churn', '', 'refused', '/score', 2],
    [404, 'not_found', null, '', '', 'refused', '/score', 2],
    [413, 'too_large', null, 'churn', '', 'refused', '/score', 1001],
  ]);
});

test('a client that goes away and a model that is too slow have their lines', async () => {
  const lines = await logging();
  const silent = await rig.instance(() => undefined);
  const slow = deployment('slow', [silent], { slot: 1, timeoutMs: 50 });
  const deployments = [deployment('blue', [silent]), slow];
  await rig.put(tableOf(1, { ...wellPlaced, deployments }));
  expect((await rig.ask({ headers: { 'azureml-model-deployment': 'slow' } })).status).toBe(408);
  const client = connect(rig.worker.port, '127.0.0.1');
  const head = `POST /api/v1/endpoint/churn/score HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}`;
  client.write(`${head}\r\ncontent-length: 2\r\n\r\n{}`);
  await until(() => silent.seen.length === 2);
  const closed = once(client, 'close');
  client.resetAndDestroy();
  await closed;
  await until(async () => (await rig.counters()).slots['0']?.live.client_closed === 1);
  const seen = (await lines()).map((line) => [
    line.ResponseCode,
    line.ResponseCodeReason,
    line.DeploymentName,
  ]);
  expect(seen).toEqual([
    [408, 'timeout', 'slow'],
    [0, 'client_closed', 'blue'],
  ]);
});

test('lines of more clients than are remembered are of their own clients', async () => {
  const lines = await logging();
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { ...wellPlaced, deployments: [deployment('blue', [blue])] }));
  const sent: (readonly [string, string])[] = [];
  for (let count = 0; count < 900; count += 1) {
    const [agent, id] = [`agent-${count % 300}`, count % 7 === 0 ? `id-${count}` : ''];
    sent.push([agent, id]);
    const more: Record<string, string> = id === '' ? {} : { 'x-ms-client-request-id': id };
    await rig.ask({ headers: { 'user-agent': agent, ...more } });
  }
  const seen = (await lines()).map(({ UserAgent, XMSClientRequestId }) => [UserAgent, XMSClientRequestId]);
  expect(seen).toEqual(sent);
});

test('a request by name has a kind of its own, and no columns of another', async () => {
  const lines = await logging();
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { ...wellPlaced, deployments: [deployment('blue', [blue])] }));
  await rig.ask();
  await rig.ask({ headers: { 'azureml-model-deployment': 'blue' } });
  const [live = {}, direct = {}] = await lines();
  expect([live.Kind, direct.Kind]).toEqual(['live', 'direct']);
  expect(Object.keys(direct).sort()).toEqual(Object.keys(live).sort());
  expect(direct).toMatchObject({ ResponseCode: 200, ModelStatusReason: 'ok', RequestThrottlingDelayMs: 0 });
});

test('a changed endpoint has other columns at once', async () => {
  const lines = await logging();
  const blue = await rig.instance(says('blue'));
  const deployments = [deployment('blue', [blue])];
  await rig.put(tableOf(1, { ...wellPlaced, deployments }));
  await rig.ask();
  await rig.put(tableOf(2, { ...wellPlaced, deployments, auth: { kind: 'none' } }));
  await rig.ask();
  expect((await lines()).map(({ AuthType }) => AuthType)).toEqual(['Key', 'None']);
});

test('a disk that takes nothing costs lines, which are counted, and no request', async () => {
  const full = new Error('ENOSPC: no space left on device');
  rig = await startRig({ traffic: { write: () => Promise.reject(full) } });
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { ...wellPlaced, deployments: [deployment('blue', [blue])] }));
  for (let count = 0; count < 3; count += 1) expect((await rig.ask()).status).toBe(200);
  await until(async () => (await trafficLog())?.dropped.disk === 3);
  expect(await trafficLog()).toEqual({ written: 0, dropped: { busy: 0, disk: 3 } });
  expect(rig.lines.filter((line) => line.includes('no space left'))).toHaveLength(1);
});

test('a disk that is slow costs the lines that find no room, and no request', async () => {
  const pages: Buffer[] = [];
  const { promise: free, resolve } = Promise.withResolvers<void>();
  const write = (more: readonly Uint8Array[]): Promise<void> => {
    pages.push(...more.map((page) => Buffer.from(page)));
    return free;
  };
  rig = await startRig({ traffic: { write, pageBytes: 4096 } });
  const blue = await rig.instance(says('blue'));
  await rig.put(tableOf(1, { auth: keyAuth(KEY), ...wellPlaced, deployments: [deployment('blue', [blue])] }));
  for (let count = 0; count < REQUESTS; count += 1) expect((await rig.ask()).status).toBe(200);
  const dropped = (await trafficLog())?.dropped.busy ?? 0;
  expect(dropped).toBeGreaterThan(0);
  resolve();
  await rig.worker.stop(1000);
  // Each page is whole by itself, whatever became of those before it.
  const kept = pages.flatMap((page) => wholeLines(page.toString()));
  expect(kept).toHaveLength(REQUESTS - dropped);
  for (const line of kept) expect(line).toMatchObject({ EndpointName: 'churn', Method: 'POST' });
});

test('without a place for it there is no log', async () => {
  rig = await startRig();
  expect(await trafficLog()).toBeNull();
});
