import { expect, test } from 'vitest';
import { type RouterSpan, readSpans, runOf } from './router-spans.ts';

const span: RouterSpan = {
  ...{ slot: 0, revision: 1, mode: 'live', method: 'POST', path: '/score', status: 200, modelStatus: 200 },
  ...{
    requestId: 'r',
    clientRequestId: '',
    failure: '',
    attempts: 1,
    bodyBytes: 2,
    traceId: 't',
    spanId: 's',
  },
  ...{ parentId: '', state: '', instance: 'i', start: 100, ms: 10, waitedMs: 2 },
};
const saying = (said: string): RouterSpan => ({ ...span, run: { said, monotonicOrigin: 1000 } });
const id = 'aaaaaaaaaaaaaaaa';

test('run() is where the worker says, on the clock that both share', () => {
  expect(runOf(saying(`${id} 1104000000 3000000`))).toEqual({
    spanId: id,
    start: 104,
    ms: 3,
    fault: undefined,
  });
});

test.each([
  ['before it was sent', `${id} 1101000000 3000000`],
  ['after its answer', `${id} 1109000000 3000000`],
  ['on another clock', `${id} 5 3000000`],
])('one that says it ran %s ran in the middle of its time', (_, said) => {
  expect(runOf(saying(said))).toMatchObject({ start: 104.5, ms: 3 });
});

test('no run() is longer than its request', () => {
  expect(runOf(saying(`${id} 0 999999999999`))).toMatchObject({ start: 102, ms: 10 });
});

test('an exception has its type and its places', () => {
  expect(runOf(saying(`${id} 1104000000 1 a.B score.py%3A1%20in%20run,b%2Cc`))?.fault).toEqual({
    type: 'a.B',
    frames: ['score.py:1 in run', 'b,c'],
  });
  expect(runOf(saying(`${id} 1104000000 1 %zz `))?.fault).toEqual({ type: '%zz', frames: [''] });
});

test.each(['', 'x', id, `${id} 1`, `${id} a b`, `${'0'.repeat(16)} 1 1`, `${id} 1 1 a b c`])(
  '%j says nothing',
  (said) => {
    expect(runOf(saying(said))).toBeUndefined();
  },
);

test.each(['', '{', '[]', '{}', '{"boot":1,"spans":[]}', '{"boot":"b"}'])('%j is no report', (text) => {
  expect(readSpans(text)).toBeUndefined();
});
