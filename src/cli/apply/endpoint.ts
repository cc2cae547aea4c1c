/** The commands of `az ml endpoint` that are more than another name for today's. */
import type { Call } from '../call.ts';
import { changeEndpoint } from '../commands/ml/online-endpoint/change.ts';
import { edited, refuseNoWaitLocally } from '../commands/operations.ts';
import { Failure, usage } from '../failure.ts';
import type { Arguments } from '../parse/arguments.ts';
import { openSession, type Session } from '../session.ts';
import { applySettings } from '../update/create-set.ts';
import { liveOf, shapeOf, wantedOf } from './apply.ts';
import { carryOut } from './carry-out.ts';
import { parseOldTraffic } from './old-traffic.ts';
import { planSteps } from './plan.ts';
import { readWish, type Wish } from './read.ts';

/** `az ml endpoint create -f`: everything in the file, in one command. Throws exit 1 when the endpoint exists. */
export async function create(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const { args } = call;
  const edit = (yaml: Record<string, unknown>) => applySettings(yaml, args.list('set'));
  const wish = await readWish(call, [args.need('file')], { name: args.text('name'), edit });
  const session = await openSession(call, { local: args.flag('local') });
  if ((await liveOf(session, wish.name)).endpoint !== undefined) {
    throw new Failure(`(UserError) The endpoint '${wish.name}' already exists.`, 1, [
      'Change it with: az ml endpoint update',
    ]);
  }
  return bringAbout(call, session, wish);
}

/** `az ml endpoint update`: with a file declarative, else one deployment, its size, or the traffic. */
export async function update(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const { args } = call;
  const file = args.text('file');
  refuseMixture(args, file);
  if (file !== undefined) {
    const edit = (yaml: Record<string, unknown>) => edited(call, yaml);
    const wish = await readWish(call, [file], { name: args.text('name'), edit });
    const session = await openSession(call, { local: args.flag('local') });
    await requireEndpoint(session, wish.name);
    return bringAbout(call, session, wish);
  }
  const name = args.text('name')?.toLowerCase();
  if (name === undefined)
    throw usage('the following arguments are required: --name/-n (or a name in --file/-f)');
  const session = await openSession(call, { local: args.flag('local') });
  await requireEndpoint(session, name);
  await updateDeployment(call, session, name);
  const traffic = args.text('traffic');
  const isEdited = args.text('deployment-file') === undefined && ['set', 'add', 'remove'].some(args.has);
  if (traffic !== undefined || isEdited) {
    const wanted = traffic === undefined ? {} : { traffic: parseOldTraffic(traffic) };
    const edit = (shape: Record<string, unknown>) => ({
      ...(isEdited ? edited(call, shape) : shape),
      ...wanted,
    });
    await changeEndpoint(call, session, { name, edit });
  }
  return shapeOf(session, name);
}

/** Throws exit 2 for options that would have no effect beside each other. */
function refuseMixture(args: Arguments, file: string | undefined): void {
  const pairs = [
    ['file', 'deployment'],
    ['file', 'deployment-file'],
    ['file', 'instance-count'],
    ['file', 'traffic'],
    ['deployment-file', 'instance-count'],
  ] as const;
  const [one, other] = pairs.find((pair) => pair.every(args.has)) ?? [];
  if (one !== undefined) throw usage(`argument --${other}: not allowed with argument --${one}`);
  const about = ['deployment-file', 'instance-count'].some(args.has);
  if (file === undefined && args.has('deployment') && !about)
    throw usage('argument --deployment: needs --deployment-file or --instance-count');
}

/** `az ml endpoint show`: with a `deployments` array inside. */
export async function show(call: Call): Promise<unknown> {
  const session = await openSession(call, { local: call.args.flag('local') });
  return shapeOf(session, call.args.need('name').toLowerCase());
}

export async function remove(call: Call): Promise<unknown> {
  if (call.args.text('deployment') === undefined) {
    return (await import('../commands/ml/online-endpoint/remove.ts')).run(call);
  }
  const { run } = await import('../commands/ml/online-deployment/remove.ts');
  return run({ ...call, args: renamed(call.args, deploymentWords) });
}

export async function getLogs(call: Call): Promise<unknown> {
  const { run } = await import('../commands/ml/online-deployment/get-logs.ts');
  return run({ ...call, args: renamed(call.args, deploymentWords) });
}

/** What today's deployment commands call it, and what the group of 2021 did. */
const deploymentWords: Readonly<Record<string, string>> = { name: 'deployment', 'endpoint-name': 'name' };

function renamed(args: Arguments, words: Readonly<Record<string, string>>): Arguments {
  const word = (key: string) => words[key] ?? key;
  return {
    ...args,
    text: (key) => args.text(word(key)),
    need: (key) => args.need(word(key)),
    flag: (key) => args.flag(word(key)),
    number: (key) => args.number(word(key)),
    list: (key) => args.list(word(key)),
    has: (key) => args.has(word(key)),
  };
}

async function bringAbout(call: Call, session: Session, wish: Wish): Promise<unknown> {
  const steps = planSteps(await wantedOf(session, wish), await liveOf(session, wish.name));
  await carryOut(call, session, { wish, steps });
  return shapeOf(session, wish.name);
}

async function updateDeployment(call: Call, session: Session, endpoint: string): Promise<void> {
  const { args } = call;
  const file = args.text('deployment-file');
  const count = args.number('instance-count');
  if (file !== undefined) {
    const edit = (yaml: Record<string, unknown>) => ({
      deployments: [{ ...edited(call, yaml), name: args.text('deployment') ?? yaml.name }],
      name: endpoint,
    });
    const wish = await readWish(call, [file], { name: endpoint, edit });
    const only = { ...wish, endpoint: undefined, complete: false };
    await carryOut(call, session, {
      wish: only,
      steps: planSteps(await wantedOf(session, only), await liveOf(session, endpoint)),
    });
  } else if (count !== undefined) {
    const { scaleDeployment } = await import('./scale.ts');
    await scaleDeployment(call, session, { endpoint, name: args.text('deployment'), count });
  }
}

async function requireEndpoint(session: Session, name: string): Promise<void> {
  if ((await liveOf(session, name)).endpoint !== undefined) return;
  throw new Failure(`The endpoint '${name}' does not exist.`, 3, ['Create it with: az ml endpoint create']);
}
