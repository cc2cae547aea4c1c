/** The unmodified package azureml-ai-monitoring in a scoring script, from the YAML of its users to the lines it leaves. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Az, azOn } from '../support/az.ts';
import { type Collected, collectedOf } from '../support/collected.ts';
import { unreachableIndex } from '../support/python-packages.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { type Score, scorer } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const buildMs = 600_000;

describe('azureml-ai-monitoring', () => {
  let obstacle: string | undefined;
  let teal: Teal;
  let rest: Rest;
  let az: Az;
  let score: Score;
  let collected: Collected;

  beforeAll(async () => {
    obstacle = await unreachableIndex();
    if (obstacle !== undefined) return;
    teal = await startTeal();
    rest = restOf(teal);
    az = azOn(teal, 'examples/data-collection');
    await az.json('ml', 'online-endpoint', 'create', '-f', 'endpoint.yml');
    await az.json('ml', 'online-deployment', 'create', '-f', 'blue-deployment.yml', '--all-traffic');
    score = await scorer(rest, 'my-endpoint');
    collected = await collectedOf(teal, rest);
  }, buildMs);
  afterAll(() => teal?.close());

  test('collects frames; all collections keep the same requests', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    for (let index = 0; index < 100; index++) {
      const { status, body } = await score([{ a: index, b: 1 }], { 'x-tenant': 'acme' });
      expect([status, body]).toEqual([200, [index + 1]]);
    }
    const folders = [
      'modelDataCollector/my-endpoint/blue/request/',
      'modelDataCollector/my-endpoint/blue/response/',
      'modelDataCollector/my-endpoint/blue/model_inputs/',
      'monitored/sums/',
    ] as const;
    const kept = await until(
      'what was collected',
      () => Promise.all(folders.map((folder) => collected.events(folder))),
      (lists) => lists.every((list) => list.length > 0 && list.length === lists[0]?.length),
    );
    const [requests = [], responses = [], inputs = [], outputs = []] = kept;
    const idsOf = (events: typeof requests) => events.map(({ xrequestid }) => xrequestid).sort();
    expect(idsOf(requests).length).toBeGreaterThan(20);
    expect(idsOf(requests).length).toBeLessThan(80);
    for (const others of [responses, inputs, outputs]) expect(idsOf(others)).toEqual(idsOf(requests));
    const [{ data: [{ a: row }] = [], xrequestid: id }] = requests as [Json];
    const one = (events: typeof requests) => events.find(({ xrequestid }) => xrequestid === id);
    const source = `${rest.workspace}/onlineEndpoints/my-endpoint/deployments/blue`;
    expect(one(requests)).toMatchObject({
      source,
      type: 'azureml.inference.request',
      path: '/score',
      method: 'POST',
      capturedheaders: { 'x-tenant': 'acme' },
    });
    expect(one(responses)).toMatchObject({ data: [row + 1], correlationid: id });
    const common = {
      specversion: '1.0',
      source,
      datacontenttype: 'application/json',
      correlationid: id,
      modelversion: 'default',
      agent: 'azureml-ai-monitoring/1.0.0',
      collectdatatype: expect.stringMatching(/DataFrame$/),
    };
    expect(one(inputs)).toMatchObject({
      ...common,
      type: 'azureml.inference.model_inputs',
      data: [{ a: row, b: 1 }],
    });
    expect(one(outputs)).toMatchObject({
      ...common,
      type: 'azureml.inference.model_outputs',
      data: [{ sum: row + 1 }],
    });
    expect(existsSync(join(teal.home, 'assets/containers/azureml-blobstore/monitored/sums'))).toBe(true);
  });

  test('registers where each collection lies, as Azure does', async (context) => {
    if (obstacle !== undefined) context.skip(obstacle);
    const uriOf = async (name: string) =>
      (await rest.call('GET', `/data/${name}/versions/1`)).body.properties.dataUri;
    const store = 'azureml://datastores/workspaceblobstore/paths';
    expect(await uriOf('my-endpoint-blue-model_inputs')).toBe(
      `${store}/modelDataCollector/my-endpoint/blue/model_inputs`,
    );
    expect(await uriOf('sums')).toBe(`${store}/monitored/sums`);
  });
});
