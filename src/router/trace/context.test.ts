import { expect, test } from 'vitest';
import { isTracestate, readTraceparent, traceparentOf } from './context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test.each([
  [`00-${TRACE}-${SPAN}-01`, true],
  [`00-${TRACE}-${SPAN}-00`, false],
  [`00-${TRACE}-${SPAN}-ff`, true],
  [`00-${TRACE}-${SPAN}-02`, false],
  [`01-${TRACE}-${SPAN}-01`, true],
  [`cc-${TRACE}-${SPAN}-01-what-the-future-brings`, true],
])('%s is continued', (text, sampled) => {
  const context = readTraceparent(text);
  expect(context).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
  expect(context && traceparentOf(context)).toBe(`00-${TRACE}-${SPAN}-${sampled ? '01' : '00'}`);
});

test.each([
  '',
  ',',
  'nonsense',
  `ff-${TRACE}-${SPAN}-01`,
  `0-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}`,
  `00-${TRACE}-${SPAN}-`,
  `00-${TRACE}-${SPAN}-1`,
  `00-${TRACE}-${SPAN}-0x`,
  `00-${TRACE}-${SPAN}-01-`,
  `00-${TRACE}-${SPAN}-01-more`,
  `cc-${TRACE}-${SPAN}-01more`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.slice(1)}-${SPAN}-01`,
  `00-${TRACE}a-${SPAN}-01`,
  `00_${TRACE}_${SPAN}_01`,
  `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`,
])('%j begins a new trace', (text) => {
  expect(readTraceparent(text)).toBeUndefined();
});

const members = (count: number) => Array.from({ length: count }, (_, at) => `k${at}=v`).join(',');

test.each([
  'congo=t61rcWkgMzE',
  'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
  ' a=1 ,\tb=2',
  'a=1,,b=2',
  'fw529a3039@dt=FfSxwqb9',
  'a=x y!"#$%&\'()*+-./:;<>?@[]^_`{|}~',
  members(32),
  `${'k'.repeat(256)}=${'v'.repeat(256)}`,
])('the tracestate %j goes on', (text) => {
  expect(isTracestate(text)).toBe(true);
});

test.each([
  '',
  ',',
  'a',
  '=1',
  'a=',
  'A=1',
  'a=1=2',
  'a=1,a=2',
  'a=\x7f',
  'a=ä',
  '0a=1',
  'a@=1',
  '@a=1',
  'a@b@c=1',
  `a@${'b'.repeat(15)}=1`,
  members(33),
  `${'k'.repeat(257)}=1`,
  `a=${'v'.repeat(257)}`,
])('the tracestate %j does not', (text) => {
  expect(isTracestate(text)).toBe(false);
});
