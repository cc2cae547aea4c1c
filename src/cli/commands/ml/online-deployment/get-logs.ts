import {
  type Deployments,
  deployments,
  type LogAsk,
  type LogContainer,
} from '../../../../sdk/deployments.ts';
import type { Call } from '../../../call.ts';
import { Failure } from '../../../failure.ts';
import { openSession } from '../../../session.ts';

const containers: Readonly<Record<string, LogContainer>> = {
  'inference-server': 'InferenceServer',
  'storage-initializer': 'StorageInitializer',
};

const defaultLines = 5000;

/** `az ml online-deployment get-logs`: plain text on standard output, whatever the output format. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const [name, endpoint] = [args.need('name').toLowerCase(), args.need('endpoint-name').toLowerCase()];
  const asked = args.text('container') ?? 'inference-server';
  const container = containers[asked.toLowerCase()];
  if (container === undefined) {
    throw new Failure(`--container is '${asked}'; it must be ${Object.keys(containers).join(' or ')}.`);
  }
  const session = await openSession(call, { local: args.flag('local') });
  const tail = args.number('lines') ?? defaultLines;
  const instance = args.given('instance-id') ? args.text('instance-id') : undefined;
  const ask = { container, tail, instance, signal: world.signal };
  const api = deployments(session.client, session.workspace, endpoint);
  if (args.given('follow')) return follow(call, api, { name, ...ask });
  const text = await api.logs(name, ask);
  // Azure's service writes line breaks as a backslash and an n; a text with real ones is left alone.
  const lines = text.includes('\n') ? text : text.replaceAll('\\n', '\n');
  world.stdout.write(lines.endsWith('\n') ? lines : `${lines}\n`);
  return undefined;
}

/** Until Ctrl-C, which is no failure, or until what is followed is gone. */
async function follow(
  { world, terminal }: Call,
  api: Deployments,
  { name, ...ask }: LogAsk & { readonly name: string; readonly signal: AbortSignal },
): Promise<undefined> {
  const onInstance = (id: string) => terminal.note(`Following instance ${id}; Ctrl-C ends.`);
  try {
    for await (const line of api.followLogs(name, { ...ask, onInstance })) world.stdout.write(`${line}\n`);
    terminal.note('What was followed is gone.');
  } catch (error) {
    if (!world.signal.aborted) throw error;
  }
  return undefined;
}
