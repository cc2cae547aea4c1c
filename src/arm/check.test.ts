import Type from 'typebox';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { checked } from './check.ts';
import { DeploymentBody } from './deployment-body.ts';

const problems = (body: unknown, schema = DeploymentBody) => {
  try {
    checked(schema, body);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('The body was accepted.');
};

test('a good body passes as it is', () => {
  const body = { properties: { model: 'm' } };
  expect(checked(DeploymentBody, body)).toBe(body);
});

test.each<[unknown, string, string]>([
  [null, '(body)', '(body) is null; it must be object.'],
  [[], '(body)', '(body) is []; it must be object.'],
  [{}, 'properties', 'properties is required.'],
  [{ properties: {}, colour: 1 }, 'colour', 'colour is not a known field.'],
  [
    { properties: { livenessProbe: { delay: 'PT1S' } } },
    'properties.livenessProbe.delay',
    'properties.livenessProbe.delay is not a known field.',
  ],
  [
    { properties: { codeConfiguration: {} } },
    'properties.codeConfiguration.scoringScript',
    'properties.codeConfiguration.scoringScript is required.',
  ],
  [
    { properties: { appInsightsEnabled: 'yes' } },
    'properties.appInsightsEnabled',
    'properties.appInsightsEnabled is "yes"; it must be boolean.',
  ],
  [{ properties: {}, sku: { capacity: 1.5 } }, 'sku.capacity', 'sku.capacity is 1.5; it must be integer.'],
  [
    { properties: { environmentVariables: { A: 1 } } },
    'properties.environmentVariables.A',
    'properties.environmentVariables.A is 1; it must be string.',
  ],
  [
    { properties: {}, tags: { 'cost/center~1': 7 } },
    'tags.cost/center~1',
    'tags.cost/center~1 is 7; it must be string.',
  ],
])('%j names the field and its value', (body, target, message) => {
  expect(problems(body)).toMatchObject({
    code: 'bad-argument',
    target,
    message,
    details: [{ code: 'InvalidField', target, message }],
  });
});

test('a long value is cut', () => {
  const { message } = problems({ properties: { appInsightsEnabled: 'x'.repeat(1000) } });
  expect(message).toMatch(/is "x{70,80}\.\.\.; it must be boolean\.$/);
});

test('every unknown field of an object is named', () => {
  expect(problems({ properties: { one: 1, two: 2 } }).details.map(({ target }) => target)).toEqual([
    'properties.one',
    'properties.two',
  ]);
});

describe('a choice', () => {
  const schema = Type.Object({ color: Type.Union([Type.Literal('blue'), Type.Literal('green')]) });

  test('is refused once, with what is allowed', () => {
    try {
      checked(schema, { color: 'red' });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        target: 'color',
        message: 'color is "red"; it must be one of blue, green.',
        details: [{ target: 'color' }],
      });
    }
  });
});
