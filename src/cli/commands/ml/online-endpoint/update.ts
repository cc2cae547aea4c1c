import type { Call } from '../../../call.ts';
import { usage } from '../../../failure.ts';
import { openSession } from '../../../session.ts';
import { endpointShape, localEndpointShape } from '../../../shape/endpoint.ts';
import { isMap } from '../../../update/path.ts';
import { type Loaded, loadYaml } from '../../../yaml/load.ts';
import { edited, followHint, refuseNoWaitLocally } from '../../operations.ts';
import { changeEndpoint } from './change.ts';
import { parseTraffic } from './traffic.ts';

type Shape = Record<string, unknown>;

/**
 * `az ml online-endpoint update`. Without a file the endpoint as `show` prints it is edited; with one the file replaces
 * it, except that traffic which the file does not mention stays (a file about tags must not stop the endpoint).
 * `--traffic` and `--mirror-traffic` come last; each replaces its own map and leaves the other.
 */
export async function run(call: Call): Promise<unknown> {
  refuseNoWaitLocally(call);
  const { args, world } = call;
  const path = args.text('file');
  const file = path === undefined ? undefined : await loadYaml(path, world.cwd);
  const name = (args.text('name') ?? nameIn(file))?.toLowerCase();
  if (name === undefined)
    throw usage('the following arguments are required: --name/-n (or a name in --file/-f)');
  const local = args.flag('local');
  const session = await openSession(call, { local });
  const wait = !args.flag('no-wait');
  const flags = trafficFlags(call);
  const resource = await changeEndpoint(call, session, {
    name,
    wait,
    edit: (shape) => ({
      ...edited(call, file === undefined ? shape : fromFile(file, shape)),
      name,
      ...flags,
    }),
  });
  if (wait) return local ? localEndpointShape(resource) : endpointShape(resource);
  followHint(call, `ml online-endpoint show -n ${name}`);
  return undefined;
}

function fromFile({ yaml }: Loaded, shape: Shape): Shape {
  const { traffic, mirror_traffic } = shape;
  return { traffic, mirror_traffic, ...yaml };
}

function trafficFlags({ args }: Call): Shape {
  const traffic = args.text('traffic');
  const mirror = args.text('mirror-traffic');
  return {
    ...(traffic === undefined ? {} : { traffic: parseTraffic('--traffic', traffic) }),
    ...(mirror === undefined ? {} : { mirror_traffic: parseTraffic('--mirror-traffic', mirror) }),
  };
}

function nameIn(file: Loaded | undefined): string | undefined {
  return isMap(file?.yaml) && typeof file.yaml.name === 'string' ? file.yaml.name : undefined;
}
