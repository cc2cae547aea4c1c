import { endpoints } from '../../../../sdk/endpoints.ts';
import { orMissing } from '../../../../sdk/errors.ts';
import type { Call } from '../../../call.ts';
import { Failure, usage } from '../../../failure.ts';
import { openSession } from '../../../session.ts';
import { endpointBody, endpointShape, localEndpointShape } from '../../../shape/endpoint.ts';
import { applySettings } from '../../../update/create-set.ts';
import { checked } from '../../../yaml/check.ts';
import { loadYaml } from '../../../yaml/load.ts';
import { nameOf } from '../../../yaml/names.ts';
import { endpointRule } from '../../../yaml/schemas.ts';
import type { EndpointYaml } from '../../../yaml/types.ts';
import { followHint, refuseNoWaitLocally } from '../../operations.ts';
import { watched } from '../../watch.ts';

/** `az ml online-endpoint create`: from a file, or a managed endpoint with keys from a name alone. */
export async function run(call: Call): Promise<unknown> {
  const { args, program, terminal } = call;
  refuseNoWaitLocally(call);
  const yaml = await endpointYaml(call);
  const name = yaml.name;
  if (name === undefined)
    throw usage('the following arguments are required: --name/-n (or a name in --file/-f)');
  const local = args.flag('local');
  const session = await openSession(call, { local });
  const api = endpoints(session.client, session.workspace);
  const existing = await orMissing(api.get(name));
  if (!local && existing !== undefined) {
    throw new Failure(`(UserError) The endpoint '${name}' already exists.`, 1, [
      `Change it with: ${program.name} ml online-endpoint update`,
    ]);
  }
  if (Object.keys({ ...yaml.traffic, ...yaml.mirror_traffic }).length > 0) {
    terminal.warn(
      'Traffic is not set at creation: the endpoint has no deployments yet. Set it with an update.',
    );
  }
  // A local endpoint may be created again; what runs behind it goes on.
  const traffic = existing?.properties.traffic ?? {};
  const settled: EndpointYaml = { ...yaml, traffic, mirror_traffic: {} };
  const wait = !args.flag('no-wait');
  const resource = await watched(call, `Creating endpoint ${name}`, (waiting) =>
    api.put(name, endpointBody(settled, session.workspace), {
      ...waiting,
      wait,
      ...(local ? {} : { guard: { ifNone: '*' } as const }),
    }),
  );
  if (wait) return local ? localEndpointShape(resource) : endpointShape(resource);
  followHint(call, `ml online-endpoint show -n ${name}`);
  return undefined;
}

/** The file after `--set`; the flags come last and win. */
async function endpointYaml({ args, world }: Call): Promise<EndpointYaml> {
  const path = args.text('file');
  const { yaml } = path === undefined ? { yaml: {} } : await loadYaml(path, world.cwd);
  const settled = applySettings(yaml, args.list('set'));
  const flags = { name: args.text('name'), auth_mode: args.text('auth-mode') };
  for (const [key, value] of Object.entries(flags)) if (value !== undefined) settled[key] = value;
  const found = checked(endpointRule, settled, path ?? 'The endpoint') as EndpointYaml;
  return found.name === undefined ? found : { ...found, name: nameOf('endpoint', found.name) };
}
