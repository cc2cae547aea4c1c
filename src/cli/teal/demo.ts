import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';
import { type Az, typist } from './demo/az.ts';
import { type Client, startClient, type Tally } from './demo/client.ts';
import { reportOf, type Step } from './demo/report.ts';
import type { ServerDoor } from './door.ts';
import { environmentFor } from './environment.ts';

const examples = fileURLToPath(new URL('../../../examples/safe-rollout', import.meta.url));
const endpoint = 'churn-demo';
/** How long the client watches each split. */
const watchMs = 3000;

type Stage = {
  readonly az: Az;
  /** Begins to send; from here on every step counts requests. */
  readonly send: () => Promise<void>;
  readonly watch: () => Promise<void>;
  readonly show: (line: string) => void;
};

/** `teal demo`: the whole rollout, on free ports, in a temporary home; exit 0 only when no request failed. */
export function demo(door: ServerDoor) {
  return async (call: Call): Promise<undefined> => {
    const { args, world, terminal } = call;
    const given = args.text('home');
    const home = given === undefined ? mkdtempSync(join(tmpdir(), 'teal-demo-')) : resolve(world.cwd, given);
    // The supervisor's children inherit it: the next demo finds the environment built.
    process.env.TEAL_CACHE = resolve(
      world.cwd,
      args.text('environments') ?? join(world.home, '.cache', 'teal'),
    );
    const clock = stopwatch();
    const routerWorkers = door.defaultRouterWorkers;
    const running = await door.up({
      home,
      host: '127.0.0.1',
      port: 0,
      routerWorkers,
      anonymousScoring: false,
      say: terminal.warn,
    });
    let steps: readonly Step[];
    try {
      terminal.note(
        `Teal runs on ${running.server.url}, scoring on ${running.server.scoringUrl}, home ${home}`,
      );
      steps = await play(call, home, clock);
    } finally {
      terminal.note('\nStopping Teal ...');
      await running.stop();
      if (given === undefined) rmSync(home, { recursive: true, force: true });
    }
    world.stdout.write(`\n${reportOf(steps)}\n`);
    refuseFailures(steps);
    return undefined;
  };
}

async function play({ args, terminal }: Call, home: string, clock: () => number): Promise<readonly Step[]> {
  const show = (line: string) => terminal.note(line);
  const az = typist(examples, environmentFor(home, process.env), show);
  const steps: Step[] = [{ name: 'start Teal', seconds: clock(), tally: null }];
  let client: Client | undefined;
  const send = async () => {
    client = await openClient(az, args.number('rate') ?? 50);
  };
  const watch = () => new Promise<void>((done) => setTimeout(done, watchMs));
  try {
    for (const [name, work] of script({ az, send, watch, show })) {
      show(`\n--- ${name}`);
      await work();
      steps.push({ name, seconds: clock(), tally: client?.take() ?? null });
    }
  } finally {
    await client?.stop();
  }
  const rest = client?.take();
  const last = steps.at(-1);
  return last?.tally && rest ? [...steps.slice(0, -1), { ...last, tally: add(last.tally, rest) }] : steps;
}

function script({
  az,
  send,
  watch,
  show,
}: Stage): readonly (readonly [name: string, work: () => Promise<void>])[] {
  const deployment = async (...words: string[]) =>
    void (await az('ml', 'online-deployment', ...words, '--endpoint-name', endpoint));
  const online = (verb: string, ...words: string[]) =>
    az('ml', 'online-endpoint', verb, '--name', endpoint, ...words);
  const traffic = async (...words: string[]) => show(await online('update', ...words, '--query', 'traffic'));
  const invoke = (...words: string[]) =>
    online('invoke', '--request-file', 'sample-request.json', ...words, '-o', 'tsv');
  const score = async () => {
    show(`blue says ${await invoke()}`);
    await send();
    await watch();
  };
  const mirror = async () => {
    await online('update', '--mirror-traffic', 'green=10');
    await watch();
    await online('update', '--mirror-traffic', 'green=0');
  };
  const watched = (work: () => Promise<unknown>) => async () => {
    await work();
    await watch();
  };
  return [
    ['create the endpoint', async () => void (await online('create', '-f', 'endpoint.yml'))],
    [
      'deploy blue, all traffic',
      () => deployment('create', '--name', 'blue', '-f', 'blue-deployment.yml', '--all-traffic'),
    ],
    ['score, and go on scoring', score],
    ['scale blue to 2', () => deployment('update', '--name', 'blue', '--set', 'instance_count=2')],
    ['deploy green, no traffic', () => deployment('create', '--name', 'green', '-f', 'green-deployment.yml')],
    ['test green in isolation', async () => show(`green says ${await invoke('--deployment-name', 'green')}`)],
    ['mirror 10 % to green', mirror],
    ['traffic 90/10', watched(() => traffic('--traffic', 'blue=90 green=10'))],
    ['traffic 0/100', watched(() => traffic('--traffic', 'blue=0 green=100'))],
    ['delete blue', watched(() => deployment('delete', '--name', 'blue', '--yes'))],
  ];
}

async function openClient(az: Az, rate: number): Promise<Client> {
  const uri = await az(
    'ml',
    'online-endpoint',
    'show',
    '--name',
    endpoint,
    '--query',
    'scoring_uri',
    '-o',
    'tsv',
  );
  const key = await az(
    'ml',
    'online-endpoint',
    'get-credentials',
    '--name',
    endpoint,
    '--query',
    'primaryKey',
    '-o',
    'tsv',
  );
  return startClient(uri, key, readFileSync(join(examples, 'sample-request.json'), 'utf8'), rate);
}

function refuseFailures(steps: readonly Step[]): void {
  const failed = steps.reduce((sum, { tally }) => sum + (tally?.failed ?? 0), 0);
  if (failed === 0) return;
  const first = steps.flatMap(({ tally }) => (tally?.firstFailure ? [tally.firstFailure] : []))[0];
  throw new Failure(`${failed} requests failed; the first one with: ${first}`);
}

function add(one: Tally, other: Tally): Tally {
  return {
    sent: one.sent + other.sent,
    blue: one.blue + other.blue,
    green: one.green + other.green,
    failed: one.failed + other.failed,
    firstFailure: one.firstFailure ?? other.firstFailure,
  };
}

/** Seconds since it was asked last. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return seconds;
  };
}
