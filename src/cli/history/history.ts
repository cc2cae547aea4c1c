import { endpoints } from '../../sdk/endpoints.ts';
import type { Call } from '../call.ts';
import { Failure, usage } from '../failure.ts';
import { openSession, type Session } from '../session.ts';
import { entryShape } from './shape.ts';

const usual = 50;
const most = 100_000;

/** `teal history`: newest first. Exit 3 when there never was such an endpoint, 1 when `--verify` finds a broken link. */
export async function run(call: Call): Promise<unknown> {
  const { args, world } = call;
  const name = args.need('name').toLowerCase();
  const top = args.number('max-items') ?? usual;
  if (top < 1 || top > most) throw usage(`argument --max-items: ${top} is not from 1 to ${most}`);
  if (args.flag('verify')) {
    refuseMixture(call);
    return verify(call, await openSession(call), name);
  }
  if (args.has('head')) throw usage('argument --head: needs --verify');
  const session = await openSession(call);
  const entries = endpoints(session.client, session.workspace).history(name, {
    deployment: args.text('deployment'),
    top,
    signal: world.signal,
  });
  return (await entries.all()).map(entryShape);
}

async function verify({ args, world }: Call, { client, workspace }: Session, name: string): Promise<unknown> {
  const head = args.text('head')?.toLowerCase();
  const { records, broken, ...verdict } = await endpoints(client, workspace).verifyHistory(name, {
    ...(head === undefined ? {} : { head }),
    signal: world.signal,
  });
  if (broken === null) return { intact: true, records, head: verdict.head };
  const where = broken.sequence === null ? '' : ` at record ${broken.sequence}`;
  throw new Failure(`The chain of the history is broken${where}: ${broken.why}.`, 1, [
    `${records} ${records === 1 ? 'record' : 'records'} from the first on ${records === 1 ? 'holds' : 'hold'}; the hash of the last of them is ${verdict.head}.`,
  ]);
}

function refuseMixture({ args }: Call): void {
  const other = ['deployment', 'max-items'].find(args.has);
  if (other !== undefined) throw usage(`argument --${other}: not allowed with argument --verify`);
}
