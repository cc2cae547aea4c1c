/** Logs of a real deployment: what is kept of each request, and how what instances print is read and followed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must, run } from '../support/command.ts';
import { instancesOf } from '../support/processes.ts';
import { expectError } from '../support/refusals.ts';
import { type Json, type Rest, restOf } from '../support/rest.ts';
import { freshScorer, route, type Scored, script } from '../support/scoring.ts';
import { startTeal, type Teal, until } from '../support/teal.ts';
import { trafficLog } from '../support/traffic-log.ts';

let teal: Teal;
let rest: Rest;
const sent: Scored[] = [];

beforeAll(async () => {
  teal = await startTeal(['--traffic-log-mib', '4', '--console-log-mib', '4', '--event-log-mib', '4']);
  rest = restOf(teal);
  await rest.register('codes', 'echo', script('echo'));
  await rest.call('PUT', '/onlineEndpoints/churn', { properties: {} });
  await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue' } }, 2);
  await route(rest, 'churn', { blue: 100 });
  const score = await freshScorer(rest, 'churn');
  for (let count = 0; count < 40; count += 1) sent.push(await score({ count }));
});
afterAll(() => teal?.close());

type Line = Readonly<Record<string, Json>>;
const byId = (one: Line, other: Line) => (one.XRequestId < other.XRequestId ? -1 : 1);

test('every request has one line, on whichever router worker it came', async () => {
  const lines = await until(
    'all lines',
    () => trafficLog(teal.home),
    (seen) => seen.length >= sent.length,
  );
  // What readers are shown is what the files have, put together.
  expect((await query('--limit', '1000')).sort(byId)).toEqual(lines.sort(byId));
  const ids = (seen: readonly Json[]) => seen.map(String).sort();
  expect(ids(lines.map(({ XRequestId }) => XRequestId))).toEqual(
    ids(sent.map(({ headers }) => headers.get('x-request-id'))),
  );
  const instances = instancesOf(teal.home).map(({ id }) => id);
  for (const line of lines) {
    expect(line).toMatchObject({
      SubscriptionId: teal.server.subscription,
      AzureMLWorkspaceName: teal.server.workspace,
      Location: 'local',
      EndpointName: 'churn',
      DeploymentName: 'blue',
      ResponseCode: 200,
    });
    expect(instances).toContain(line.InstanceId);
  }
});

async function linesOf(words: readonly string[]): Promise<Line[]> {
  return JSON.parse(await must('teal', words, { env: teal.env })) as Line[];
}
const query = (...words: string[]) => linesOf(['logs', 'query', ...words]);

describe('teal logs query', () => {
  test('shows what was asked for, newest last, by every filter', async () => {
    const all = await query('--limit', '1000');
    expect(all).toHaveLength(sent.length);
    const times = all.map(({ TimeGenerated }) => TimeGenerated);
    expect(times).toEqual([...times].sort());
    expect(await query('-e', 'churn', '-d', 'blue', '--limit', '3')).toEqual(all.slice(-3));
    const id = String(sent[7]?.headers.get('x-request-id'));
    expect((await query('--request-id', id)).map(({ XRequestId }) => XRequestId)).toEqual([id]);
    const instance = String(all[0]?.InstanceId);
    const ofInstance = await query(
      '--instance-id',
      instance,
      '--status',
      '2xx',
      '--min-duration-ms',
      '0.001',
    );
    expect(ofInstance).toEqual(all.filter(({ InstanceId }) => InstanceId === instance));
    expect(await query('--until', '1d')).toEqual([]);
    expect(await query('--since', '1h', '--contains', '/SCORE')).toHaveLength(40);
    expect(await query('--status', '400-599')).toEqual([]);
  });

  test('has events and what was printed of instances, too', async () => {
    const ids = instancesOf(teal.home).map(({ id }) => id);
    for (const id of ids) {
      const events = await until(
        'all events',
        () => query('--kind', 'event', '--instance-id', id),
        (seen) => seen.some(({ Name }) => Name === 'Ready'),
      );
      // On a machine that is busy init() may outlast the first probes.
      const names = events.map(({ Name }) => Name).filter((name) => name !== 'ReadinessProbeFailed');
      expect(names).toEqual(['Pulled', 'Created', 'Started', 'Ready']);
      expect(events[0]).toMatchObject({ EndpointName: 'churn', DeploymentName: 'blue', InstanceId: id });
    }
    const printed = await until(
      'all that was printed',
      () => query('--kind', 'console', '-e', 'churn', '--contains', 'scored a request', '--limit', '1000'),
      (seen) => seen.length >= sent.length,
    );
    expect(printed).toHaveLength(sent.length);
    expect(new Set(printed.map(({ InstanceId }) => InstanceId))).toEqual(new Set(ids));
    expect(printed[0]).toMatchObject({ ContainerName: 'inference-server', DeploymentName: 'blue' });
  });

  test('is a table, or lines for other programs', async () => {
    const words = (...more: string[]) => ['logs', 'query', '--limit', '2', ...more];
    const table = await must('teal', words('-o', 'table'), { env: teal.env });
    expect(table.split('\n')[0]?.split(/ {2,}/)).toEqual([
      ...['At', 'Deployment', 'Endpoint', 'Instance', 'Milliseconds', 'Reason', 'Request', 'Status'],
    ]);
    expect(table.split('\n')).toHaveLength(4);
    const chosen = words('-o', 'tsv', '--query', '[].[EndpointName, ResponseCode]');
    expect(await must('teal', chosen, { env: teal.env })).toBe('churn\t200\nchurn\t200');
  });

  test('refuses what cannot be asked, by name', async () => {
    const said = async (...words: string[]) => {
      const { code, stderr } = await run('teal', ['logs', 'query', ...words], { env: teal.env });
      return [code, stderr];
    };
    expect(await said('--kind', 'audit')).toEqual([2, expect.stringContaining("argument --kind: 'audit'")]);
    expect(await said('--limit', '0')).toEqual([2, expect.stringContaining('argument --limit: 0')]);
    expect(await said('--since', 'soon')).toEqual([2, expect.stringContaining("--since is 'soon'")]);
    expect(await said('--min-duration-ms', 'x')).toEqual([2, expect.stringContaining('--min-duration-ms')]);
    expect(await said('--status', 'bad')).toEqual([1, expect.stringContaining("status is 'bad'")]);
    const stranger = await rest.call('GET', '/logs?colour=red');
    expectError(stranger, 400, 'UserError', 'colour is not a known filter');
    expectError(await rest.call('GET', '/logs?$skipToken=x'), 400, 'UserError', '$skipToken');
  });

  test('comes page by page through REST, nothing twice and nothing left out', async () => {
    const seen: Json[] = [];
    let next: string | undefined = '/logs?kind=traffic&$top=7&endpoint=churn';
    for (let pages = 0; next !== undefined && pages < 100; pages += 1) {
      const reply: Json = await rest.call('GET', next);
      expect(reply.status).toBe(200);
      expect(reply.body.value.length).toBeLessThanOrEqual(7);
      seen.push(...reply.body.value);
      next = reply.body.nextLink;
    }
    expect(seen.reverse()).toEqual(await query('--limit', '1000'));
  });
});

test('Prometheus sees how many lines were written, and that none was dropped', async () => {
  const metrics = await until(
    'the lines of all requests',
    async () =>
      (
        await fetch(`${teal.server.url}/metrics`, { headers: { authorization: `Bearer ${teal.token}` } })
      ).text(),
    (text) => text.includes(`teal_log_lines_total{log="traffic"} ${sent.length}\n`),
  );
  for (const reason of ['busy', 'disk']) {
    expect(metrics).toContain(`teal_log_lines_dropped_total{log="traffic",reason="${reason}"} 0\n`);
  }
});

const deployment = '/onlineEndpoints/churn/deployments/blue';
const logsOf = (query: string) => rest.call('GET', `/onlineEndpoints/churn/deployments/blue/logs?${query}`);

describe('the log of an instance', () => {
  test('is that of the one that was asked for', async () => {
    for (const { id } of instancesOf(teal.home)) {
      const words = ['ml', 'online-deployment', 'get-logs', '-n', 'blue', '-e', 'churn', '--instance-id', id];
      const printed = await must('az', words, { env: teal.env });
      const { body } = await rest.call('POST', `${deployment}/getLogs`, { instanceId: id, tail: 5000 });
      const file = readFileSync(join(teal.home, 'instances', id, 'inference-server.log'), 'utf8');
      expect(printed).toBe(file.trimEnd());
      expect(body.content).toBe(file);
    }
  });

  test('is refused by name when it cannot be read', async () => {
    const stranger = await rest.call('POST', `${deployment}/getLogs`, { instanceId: 'i-nobody' });
    expectError(stranger, 404, 'ResourceNotFound', "no instance 'i-nobody'");
    expectError(await logsOf('instance=i-nobody'), 404, 'ResourceNotFound', 'i-nobody');
    expectError(await logsOf('cursor=here'), 400, 'UserError', "cursor is 'here'");
    expectError(await logsOf('tail=-1'), 400, 'UserError', 'tail is "-1"');
    expectError(await logsOf('tail=1&cursor=a@1'), 400, 'UserError', 'without a cursor');
    expectError(await logsOf('container=x'), 400, 'UserError', "container is 'x'");
    const both = await logsOf('container=StorageInitializer&instance=i-1');
    expectError(both, 400, 'UserError', 'none to choose');
    const words = [
      'ml',
      'online-deployment',
      'get-logs',
      '-n',
      'blue',
      '-e',
      'churn',
      '--instance-id',
      'i-x',
    ];
    expect(await run('az', words, { env: teal.env })).toMatchObject({ code: 3 });
  });

  test('goes on from a cursor, line by line, and so does that of a build', async () => {
    const { body: first } = await logsOf('tail=0');
    expect(first).toMatchObject({ content: '', lost: 0 });
    const file = join(teal.home, 'instances', first.instance, 'inference-server.log');
    appendFileSync(file, 'one\ntwo\nhalf');
    const { body: next } = await logsOf(`cursor=${first.cursor}`);
    expect(next.content).toBe('one\ntwo\n');
    appendFileSync(file, ' a line\n');
    expect((await logsOf(`cursor=${next.cursor}`)).body.content).toBe('half a line\n');
    const { body: build } = await logsOf('container=StorageInitializer&tail=2');
    expect(build).toMatchObject({ instance: null, lost: 0, content: expect.stringMatching(/^.+\n.+\n$/) });
    const { body: end } = await logsOf(`container=StorageInitializer&cursor=${build.cursor}`);
    expect(end).toMatchObject({ content: '', cursor: build.cursor });
  });

  test('is followed until Ctrl-C', async () => {
    const words = [
      'ml',
      'online-deployment',
      'get-logs',
      '-n',
      'blue',
      '-e',
      'churn',
      '--follow',
      '--lines',
      '1',
    ];
    const child = spawn('az', words, { env: teal.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    try {
      await until(
        'the first line',
        () => printed,
        (text) => text.endsWith('\n'),
      );
      const id = /Following instance (\S+);/.exec(said)?.[1] ?? '';
      const before = printed;
      appendFileSync(join(teal.home, 'instances', id, 'inference-server.log'), 'and then\nthis\n');
      await until(
        'what was written since',
        () => printed,
        (text) => text === `${before}and then\nthis\n`,
      );
      const ended = once(child, 'close');
      child.kill('SIGINT');
      expect(await ended).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

test('an instance that is gone has left its last words and its end', async () => {
  const before = instancesOf(teal.home).map(({ id }) => id);
  await rest.deploy('churn', 'blue', 'echo', { environmentVariables: { WHO: 'blue' } }, 1);
  const after = await until(
    'one instance less',
    () => instancesOf(teal.home).map(({ id }) => id),
    (ids) => ids.length === 1,
  );
  const [gone = ''] = before.filter((id) => !after.includes(id));
  const [end] = await until(
    'its end',
    () => query('--kind', 'event', '-e', 'churn', '--contains', 'Killing'),
    (seen) => seen.length > 0,
  );
  expect(end).toMatchObject({
    Name: 'Killing',
    InstanceId: gone,
    Message: expect.stringContaining('enough'),
  });
  await until(
    'its last words',
    () => query('--kind', 'console', '--instance-id', gone),
    (seen) => seen.length > 0,
  );
});
