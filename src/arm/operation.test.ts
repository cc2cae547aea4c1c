import { expect, test } from 'vitest';
import type { Operation } from '../domain/operation.ts';
import { renderOperation } from './operation.ts';

const running: Operation = {
  id: 'od:D:1',
  workspaceUid: 'W',
  object: 'deployment',
  objectUid: 'D',
  objectId: '/subscriptions/…',
  verb: 'create',
  generation: 1,
  startedAt: 0,
  endedAt: null,
  failure: null,
};

test('a running operation keeps pollers waiting and says how far it is', () => {
  const progress = { step: 'starting instances', detail: '0 of 1 ready' };
  expect(renderOperation(running, progress)).toEqual({
    id: 'od:D:1',
    name: 'od:D:1',
    status: 'InProgress',
    startTime: '1970-01-01T00:00:00.000Z',
    percentComplete: 0,
    properties: progress,
  });
});

test('a finished operation has succeeded', () => {
  expect(renderOperation({ ...running, endedAt: 1000 }, null)).toEqual({
    id: 'od:D:1',
    name: 'od:D:1',
    status: 'Succeeded',
    startTime: '1970-01-01T00:00:00.000Z',
    endTime: '1970-01-01T00:00:01.000Z',
    percentComplete: 100,
  });
});

test('a failed operation carries the error beside its status', () => {
  const failure = { code: 'ImageBuildFailure', message: 'No such package.' };
  expect(renderOperation({ ...running, endedAt: 1000, failure }, null)).toMatchObject({
    status: 'Failed',
    error: { ...failure, details: [], additionalInfo: [] },
  });
});
