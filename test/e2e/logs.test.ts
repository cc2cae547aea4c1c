/** The traffic log beside what clients counted, through a rollout, rotation, kills and refusals, by CLI and by REST. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../architecture/sources.ts';
import { must } from '../support/command.ts';
import { killed, rolesOf } from '../support/processes.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';

const cwd = join(root, 'examples/safe-rollout');
const name = 'logged';
const good = '{"data": [[1,2,3,4,5,6,7,8,9,10]]}';
const rounds = 2000;

type Sent = {
  readonly id: string;
  readonly status: number;
  readonly deployment: string;
  readonly bytes: number;
};

describe('the traffic log of a rollout', () => {
  let teal: Teal;
  let rest: Rest;
  let uri: string;
  let key: string;
  const sent: Sent[] = [];
  beforeAll(async () => {
    teal = await startTeal(['--traffic-log-mib', '4', '--router-workers', '2']);
    rest = restOf(teal);
  });
  afterAll(() => teal?.close());

  const az = (...words: string[]) => must('az', ['ml', ...words], { env: teal.env, cwd });
  const value = (...words: string[]) => az(...words, '-o', 'tsv');
  const create = (deployment: string, ...more: string[]) =>
    az(
      'online-deployment',
      'create',
      '-n',
      deployment,
      '-e',
      name,
      '-f',
      `${deployment}-deployment.yml`,
      ...more,
    );

  /** One request on a connection of its own, so that every router worker gets some. */
  async function send(body: string, headers: Record<string, string> = {}): Promise<void> {
    const post = request(uri, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        // No two lines have all in common, so that the files fill up.
        'user-agent': `client ${sent.length} `.padEnd(70, 'x'),
        'x-ms-client-request-id': `request-${sent.length}`.padEnd(40, '-'),
        ...headers,
      },
    });
    post.end(body);
    const [answer] = (await once(post, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of answer) bytes += (chunk as Buffer).length;
    sent.push({
      id: String(answer.headers['x-request-id']),
      status: answer.statusCode ?? 0,
      deployment: String(answer.headers['azureml-model-deployment'] ?? ''),
      bytes,
    });
  }

  test('has each request once, as its client saw it', async () => {
    await az('online-endpoint', 'create', '-n', name, '-f', 'endpoint.yml');
    await create('blue', '--all-traffic');
    await create('green');
    uri = await value('online-endpoint', 'show', '-n', name, '--query', 'scoring_uri');
    key = await value('online-endpoint', 'get-credentials', '-n', name, '--query', 'primaryKey');
    await az('online-endpoint', 'update', '-n', name, '--traffic', 'blue=70 green=30');
    for (let round = 0; round < rounds; round += 1) {
      await send(good);
      if (round % 10 === 0) await send('{"data": "nonsense"}');
      if (round % 20 === 0) await send(good, { authorization: 'Bearer wrong' });
      if (round % 50 === 0) await send(good, { 'azureml-model-deployment': 'green' });
      if (round % 100 === 0) await send(good, { 'azureml-model-deployment': 'red' });
      // Nobody is asked for lines that a killed router had not written yet: only control is killed.
      if (round === rounds / 2) await killed((await rolesOf(teal)).control);
    }
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200, 401, 404, 424]));
    // The rest of the requests may be over before control is back.
    const there = () => all().catch((): Json[] => []);
    const lines = await until('all lines', there, (seen) => seen.length >= sent.length);
    const seen = lines.map((line) => ({
      id: line.XRequestId,
      status: line.ResponseCode,
      deployment: line.DeploymentName,
      bytes: line.ResponsePayloadSize,
    }));
    const byId = (one: Sent, other: Sent) => (one.id < other.id ? -1 : 1);
    expect(seen.sort(byId)).toEqual([...sent].sort(byId));
  });

  test('went over several files of every worker, within its bound', () => {
    const files = readdirSync(join(teal.home, 'logs', 'traffic'));
    expect(new Set(files.map((file) => file.slice(0, 'router-0'.length)))).toEqual(
      new Set(['router-0', 'router-1']),
    );
    expect(files.length).toBeGreaterThan(2);
  });

  test('is found by every filter through REST as through the command line', async () => {
    const count = (holds: (one: Sent) => boolean) => sent.filter(holds).length;
    const cases = [
      ['status=424', ['--status', '424'], count(({ status }) => status === 424)],
      ['status=4xx', ['--status', '4xx'], count(({ status }) => status >= 400)],
      ['deployment=green', ['-d', 'green'], count(({ deployment }) => deployment === 'green')],
      ['contains=unauthorized', ['--contains', 'unauthorized'], count(({ status }) => status === 401)],
      ['minDurationMs=100000', ['--min-duration-ms', '100000'], 0],
    ] as const;
    for (const [query, words, expected] of cases) {
      expect([query, (await all(query)).length]).toEqual([query, expected]);
      const line = ['logs', 'query', '-e', name, '--limit', '5000', ...words];
      const printed = JSON.parse(await must('teal', line, { env: teal.env })) as Json[];
      expect([words, printed.length]).toEqual([words, expected]);
    }
  });

  /** Every page of the endpoint's lines. */
  async function all(more = ''): Promise<Json[]> {
    const found: Json[] = [];
    let next: string | undefined = `/logs?endpoint=${name}&$top=1000&${more}`;
    for (let pages = 0; next !== undefined && pages < 1000; pages += 1) {
      const { body }: { body: Json } = await rest.call('GET', next);
      found.push(...body.value);
      next = body.nextLink;
    }
    return found;
  }
});
