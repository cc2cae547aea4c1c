/** What data collectors wrote, read through the doors that clients have: the datastore's signature and its blobs. */
import type { Json, Rest } from './rest.ts';
import type { Teal } from './teal.ts';

export type Collected = {
  /** Names of the blobs below a prefix. */
  names(prefix: string): Promise<readonly string[]>;
  /** The bytes of a blob. */
  bytes(path: string): Promise<Buffer>;
  /** The events of all logs below a prefix. A line that is still being written is none. */
  events(prefix: string): Promise<readonly Json[]>;
};

export async function collectedOf(teal: Teal, rest: Rest): Promise<Collected> {
  const reply = await rest.call('POST', '/datastores/workspaceblobstore/listSecrets', {});
  const base = `${teal.server.url}/blobs/azureml-blobstore`;
  const signature = reply.body.sasToken;
  const get = async (path: string, query = '') => {
    const found = await fetch(`${base}${path}?${query}${signature}`);
    if (found.status !== 200) throw new Error(`${path}: ${found.status} ${await found.text()}`);
    return Buffer.from(await found.arrayBuffer());
  };
  const names: Collected['names'] = async (prefix) => {
    const text = String(await get('', `restype=container&comp=list&prefix=${encodeURIComponent(prefix)}&`));
    return [...text.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, name = '']) => name);
  };
  const bytes: Collected['bytes'] = (path) => get(`/${path}`);
  return {
    names,
    bytes,
    events: async (prefix) => {
      const logs = (await names(prefix)).filter((name) => name.endsWith('.jsonl'));
      const texts = await Promise.all(logs.map(async (name) => String(await bytes(name))));
      return texts.flatMap((text) =>
        text
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line)),
      );
    },
  };
}
