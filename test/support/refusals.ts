import { expect } from 'vitest';
import type { Json, Reply, Rest } from './rest.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every refusal has ARM's shape, and an id that is in the headers, too. */
export function expectError(reply: Reply, status: number, code: string, ...says: (string | RegExp)[]): void {
  expect([reply.status, reply.body?.error?.code]).toEqual([status, code]);
  expect(reply.body.error).toMatchObject({ message: expect.any(String), details: expect.any(Array) });
  const id = reply.headers.get('x-ms-request-id');
  expect(id).toMatch(uuid);
  expect(reply.body.error.additionalInfo).toEqual([{ type: 'RequestId', info: { value: id } }]);
  for (const words of says) expect(reply.body.error.message).toMatch(words);
}

/** All that a refused change could have touched, on the endpoint `rules` and beside it. */
export async function everything(rest: Rest): Promise<Json> {
  const paths = [
    '/onlineEndpoints',
    '/onlineEndpoints/rules/deployments',
    '/models',
    '/environments',
    '/codes',
  ];
  const lists = await Promise.all(paths.map((path) => rest.call('GET', `${path}?listViewType=All`)));
  return lists.map(({ body }) => body.value);
}
