import { expect, test } from 'vitest';
import { exampleOf } from './example.ts';

const input = { type: 'object', example: { data: [[1, 2]] } };

test('of Swagger 2, as scoring scripts give it', () => {
  const body = { in: 'body', name: 'serviceInputPayload', schema: { $ref: '#/definitions/ServiceInput' } };
  const description = {
    swagger: '2.0',
    paths: { '/': { get: {} }, '/score': { post: { parameters: [body] } } },
    definitions: { ServiceInput: input },
  };
  expect(exampleOf(description)).toEqual({ data: [[1, 2]] });
});

test('of OpenAPI 3, under a prefix', () => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/ServiceInput' } } };
  const description = {
    openapi: '3.0.3',
    paths: { '/api/score': { post: { requestBody: { content } } } },
    components: { schemas: { ServiceInput: input } },
  };
  expect(exampleOf(description)).toEqual({ data: [[1, 2]] });
});

test('made from a schema that has none', () => {
  const schema = {
    type: 'object',
    properties: {
      rows: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
      kind: { enum: ['fast', 'good'] },
      name: { type: 'string' },
      day: { type: 'string', format: 'date' },
      deep: { type: ['boolean', 'null'] },
      count: { type: 'integer', default: 3 },
      any: {},
    },
  };
  const description = {
    paths: { '/score': { post: { requestBody: { content: { 'application/json': { schema } } } } } },
  };
  expect(exampleOf(description)).toEqual({
    rows: [[0]],
    kind: 'fast',
    name: '',
    day: '2024-01-01',
    deep: false,
    count: 3,
    any: {},
  });
});

test('a schema that refers to itself ends', () => {
  const description = {
    paths: { '/score': { post: { parameters: [{ in: 'body', schema: { $ref: '#/definitions/Tree' } }] } } },
    definitions: { Tree: { type: 'object', properties: { next: { $ref: '#/definitions/Tree' } } } },
  };
  expect(JSON.stringify(exampleOf(description)).length).toBeLessThan(200);
});

test.each([
  [undefined],
  [null],
  ['text'],
  [{}],
  [{ paths: { '/score': { get: {} } } }],
  [{ paths: { '/score': { post: {} } } }],
])('%j has none', (description) => expect(exampleOf(description)).toBeUndefined());
