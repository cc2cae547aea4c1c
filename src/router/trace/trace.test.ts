import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TableTrace } from '../../table/table.ts';
import {
  type Ask,
  deployment,
  KEY,
  type Rig,
  readAll,
  shares,
  startRig,
  tableOf,
  until,
} from '../rig.suite.ts';
import { createSpans, keepSpan, MOST_SPANS, MOST_TEXT, reportSpans } from './spans.ts';
import { traceOf } from './trace.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const asked = (flags = '01') => ({
  traceparent: `00-${TRACE}-${PARENT}-${flags}`,
  tracestate: 'rojo=1,congo=2',
});
const always: TableTrace = { parentBased: true, ratio: 1 };
const never: TableTrace = { parentBased: true, ratio: 0 };
const SAID = 'aaaaaaaaaaaaaaaa 1 2';

let rig: Rig;
let seen: Record<string, string | string[] | undefined>[];
beforeEach(async () => {
  rig = await startRig();
  seen = [];
});
afterEach(() => rig.close());

/** Answers with a word to the router about run(), as the worker does when it is asked. */
async function listening(name: string) {
  return rig.instance((incoming, response) => {
    seen.push({ ...incoming.headers, by: name });
    response.setHeader('x-teal-span', SAID);
    void readAll(incoming).then(() => response.end('{}'));
  });
}

async function publish(trace: TableTrace | undefined, more: object = {}): Promise<void> {
  const blue = deployment('blue', [await listening('blue')], trace === undefined ? {} : { trace });
  const answer = await rig.put(tableOf(1, { deployments: [blue], live: shares({ blue: 100 }), ...more }));
  expect(answer.status).toBe(200);
}

const report = async (had = '') => JSON.parse((await rig.admin('GET', `/spans${had}`)).text);
const lanes: [string, Ask][] = [
  ['express', {}],
  ['full', { headers: { 'transfer-encoding': 'chunked' } }],
];
const ask = (lane: Ask, headers: Record<string, string> = {}) =>
  rig.ask({ ...lane, headers: { ...lane.headers, ...headers } });

test.each(lanes)('without tracing a context is passed on untouched (%s lane)', async (_, lane) => {
  await publish(undefined);
  const odd = { traceparent: 'no traceparent', tracestate: 'no=tracestate=', 'x-teal-trace': '1' };
  for (const headers of [asked(), odd]) {
    const answer = await ask(lane, headers);
    expect(answer.headers['x-teal-span']).toBeUndefined();
    const { traceparent, tracestate } = headers;
    expect(seen.at(-1)).toMatchObject({ traceparent, tracestate });
    expect(seen.at(-1)).not.toHaveProperty('x-teal-trace');
  }
  expect(await report()).toMatchObject({ first: 0, dropped: 0, spans: [] });
});

test.each(lanes)("with tracing the instance sees the router's span as parent (%s lane)", async (_, lane) => {
  await publish(always);
  const answer = await ask(lane, { ...asked(), 'x-ms-client-request-id': 'mine' });
  expect(answer.headers['x-teal-span']).toBeUndefined();
  const [span] = (await report()).spans;
  expect(span).toMatchObject({
    ...{ traceId: TRACE, parentId: PARENT, state: 'rojo=1,congo=2' },
    ...{ slot: 0, revision: 1, mode: 'live', method: 'POST', path: '/score', status: 200, modelStatus: 200 },
    ...{ requestId: answer.headers['x-request-id'], clientRequestId: 'mine', attempts: 1, bodyBytes: 2 },
    ...{ failure: '', run: { said: SAID, monotonicOrigin: expect.any(Number) } },
  });
  expect(span.instance).toContain('.s');
  expect(span.waitedMs).toBeLessThanOrEqual(span.ms);
  expect(seen[0]).toMatchObject({
    traceparent: `00-${TRACE}-${span.spanId}-01`,
    tracestate: 'rojo=1,congo=2',
    'x-teal-trace': '1',
  });
});

test.each([
  ['nothing', {}],
  ['nonsense', { traceparent: 'nonsense', tracestate: 'a=1' }],
  ['an empty field', { traceparent: '' }],
  ['a version that is none', { traceparent: `ff-${TRACE}-${PARENT}-01`, tracestate: 'a=1' }],
])('%s begins a trace of its own, without a state', async (_, headers) => {
  await publish(always);
  expect((await rig.ask({ headers })).status).toBe(200);
  const [span] = (await report()).spans;
  expect(span).toMatchObject({ parentId: '', state: '' });
  expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span.traceId).not.toBe(TRACE);
  expect(seen[0]?.traceparent).toBe(`00-${span.traceId}-${span.spanId}-01`);
  expect(seen[0]).not.toHaveProperty('tracestate');
});

test('a state that cannot be read is dropped, the trace goes on', async () => {
  await publish(always);
  await rig.ask({ headers: { ...asked(), tracestate: 'A=1' } });
  expect((await report()).spans[0]).toMatchObject({ traceId: TRACE, state: '' });
  expect(seen[0]).not.toHaveProperty('tracestate');
});

test('who is not sampled is told so, and leaves no span', async () => {
  await publish(always);
  await rig.ask({ headers: asked('00') });
  expect((await report()).spans).toEqual([]);
  expect(seen[0]?.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!${PARENT})[0-9a-f]{16}-00$`));
  expect(seen[0]).not.toHaveProperty('x-teal-trace');
});

test('the parent decides before the ratio, if it is to, and the same trace is always decided alike', () => {
  const head = { traceparent: asked('01').traceparent, tracestate: '' };
  expect(traceOf(never, head).sampled).toBe(true);
  expect(traceOf({ parentBased: false, ratio: 0 }, head).sampled).toBe(false);
  expect(
    traceOf({ parentBased: false, ratio: 1 }, { ...head, traceparent: asked('00').traceparent }).sampled,
  ).toBe(true);
  const half: TableTrace = { parentBased: false, ratio: 0.5 };
  let sampled = 0;
  for (let round = 0; round < 2000; round += 1) {
    const { traceId, sampled: first } = traceOf(half, { traceparent: '', tracestate: '' });
    const again = traceOf(half, { traceparent: `00-${traceId}-${PARENT}-00`, tracestate: '' });
    expect(again.sampled).toBe(first);
    if (first) sampled += 1;
  }
  // Ten standard deviations.
  expect(Math.abs(sampled - 1000)).toBeLessThan(224);
});

test('failures of the instance and of the client are spans as well', async () => {
  const gone = await rig.instance((incoming) => void incoming.socket.destroy(), 'gone');
  const slow = await rig.instance(() => {}, 'slow');
  const deployments = [
    deployment('blue', [gone], { trace: always }),
    deployment('green', [slow], { trace: always, timeoutMs: 60_000 }),
    deployment('grey', [], { trace: always, slot: 2 }),
  ];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }) }));
  expect((await rig.ask()).status).toBe(424);
  expect((await rig.ask({ headers: { 'azureml-model-deployment': 'grey' } })).status).toBe(424);
  const client = connect(rig.worker.port, '127.0.0.1');
  const fields = `authorization: Bearer ${KEY}\r\nazureml-model-deployment: green`;
  client.write(`GET /api/v1/endpoint/churn/score HTTP/1.1\r\nhost: x\r\n${fields}\r\n\r\n`);
  await until(() => slow.seen.length === 1);
  client.resetAndDestroy();
  await until(async () => (await report()).spans.length === 3);
  expect((await report()).spans).toMatchObject([
    { status: 424, modelStatus: 0, instance: gone.path },
    { status: 424, modelStatus: 0, instance: '', attempts: 0, slot: 2 },
    { status: 0, modelStatus: 0, failure: 'client_closed', mode: 'direct', instance: slow.path },
  ]);
});

test.each([
  ['both', always, always],
  ['the shadow alone', undefined, always],
  ['the live one alone', always, undefined],
])('a copy is in the trace of its request: %s traced', async (_, live, shadow) => {
  const green = deployment(
    'green',
    [await listening('green')],
    shadow === undefined ? {} : { trace: shadow },
  );
  const blue = deployment('blue', [await listening('blue')], live === undefined ? {} : { trace: live });
  const deployments = [blue, green];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }), mirror: shares({ green: 50 }) }));
  for (let round = 0; round < 2; round += 1) await rig.ask({ headers: asked() });
  await until(async () => (await rig.counters()).slots['1']?.mirror.requests === 1);
  const { spans } = await report();
  const copy = spans.find(({ mode }: { mode: string }) => mode === 'mirror');
  const context = seen.find(({ by }) => by === 'green')?.traceparent;
  expect(context).toContain(TRACE);
  if (shadow === undefined) {
    expect(copy).toBeUndefined();
    expect(context).toBe(asked().traceparent);
    return;
  }
  const own = spans.filter(({ mode }: { mode: string }) => mode === 'live');
  const parents = live === undefined ? [PARENT] : own.map(({ spanId }: { spanId: string }) => spanId);
  expect(parents).toContain(copy.parentId);
  expect(copy).toMatchObject({ slot: 1, status: 200, modelStatus: 200, run: { said: SAID } });
  expect(context).toBe(`00-${TRACE}-${copy.spanId}-01`);
});

test('spans are told until the reader says that it has them, of this process', async () => {
  await publish(always);
  for (let round = 0; round < 3; round += 1) await rig.ask();
  const first = await report();
  expect(first.spans).toHaveLength(3);
  expect(await report(`?boot=${'0'.repeat(8)}-0000-0000-0000-000000000000&from=3`)).toMatchObject(first);
  expect(await report(`?boot=${first.boot}&from=2`)).toMatchObject({ first: 2, spans: [first.spans[2]] });
  expect(await report(`?boot=${first.boot}&from=99`)).toMatchObject({ first: 3, spans: [] });
  expect((await rig.admin('GET', '/spans?from=x')).status).toBe(404);
});

test('of a reader that does not come only so many wait, and the others are counted', () => {
  const spans = createSpans();
  for (let round = 0; round < MOST_SPANS + 5; round += 1) keepSpan(spans, String(round));
  const first = JSON.parse(reportSpans(spans, 'me', undefined));
  expect([first.first, first.dropped, first.spans[0]]).toEqual([0, 5, 0]);
  expect(first.more).toBe(true);
  const next = JSON.parse(reportSpans(spans, 'me', { boot: 'me', from: MOST_SPANS - 1 }));
  expect([next.first, next.spans, next.more]).toEqual([MOST_SPANS - 1, [MOST_SPANS - 1], false]);
  keepSpan(spans, '"late"');
  expect(JSON.parse(reportSpans(spans, 'me', { boot: 'me', from: MOST_SPANS })).spans).toEqual(['late']);
});

test('nor may they hold more than so much text', () => {
  const spans = createSpans();
  const long = JSON.stringify('x'.repeat(MOST_TEXT / 4 - 2));
  for (let round = 0; round < 6; round += 1) keepSpan(spans, long);
  const { spans: told, dropped } = JSON.parse(reportSpans(spans, 'me', undefined));
  expect([told.length, dropped]).toEqual([4, 2]);
  reportSpans(spans, 'me', { boot: 'me', from: 1 });
  keepSpan(spans, long);
  expect(JSON.parse(reportSpans(spans, 'me', { boot: 'me', from: 1 }))).toMatchObject({
    first: 1,
    dropped: 2,
  });
  expect(spans.next - spans.first).toBe(4);
});

test('of what clients and instances write a span keeps little, and passes on all', async () => {
  const blue = await rig.instance((incoming, response) => {
    seen.push(incoming.headers);
    response.setHeader('x-teal-span', `${SAID} ${'E'.repeat(5000)}`);
    void readAll(incoming).then(() => response.end('{}'));
  });
  const deployments = [deployment('blue', [blue], { trace: always })];
  await rig.put(tableOf(1, { deployments, live: shares({ blue: 100 }) }));
  const tracestate = Array.from({ length: 5 }, (_, at) => `k${at}=${'v'.repeat(200)}`).join(',');
  const path = `/api/v1/endpoint/churn/${'p'.repeat(2000)}`;
  expect((await rig.ask({ path, headers: { ...asked(), tracestate } })).status).toBe(200);
  const [span] = (await report()).spans;
  expect([span.path.length, span.state, span.run]).toEqual([512, '', undefined]);
  expect(seen[0]?.tracestate).toBe(tracestate);
});
