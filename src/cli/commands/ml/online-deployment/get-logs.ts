import { deployments, type LogContainer } from '../../../../sdk/deployments.ts';
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
  const text = await deployments(session.client, session.workspace, endpoint).logs(name, { container, tail });
  // Azure's service writes line breaks as a backslash and an n; a text with real ones is left alone.
  const lines = text.includes('\n') ? text : text.replaceAll('\\n', '\n');
  world.stdout.write(lines.endsWith('\n') ? lines : `${lines}\n`);
  return undefined;
}
