import { usage } from '../../../failure.ts';
import { nameOf } from '../../../yaml/names.ts';

/** The names of a deployment and its endpoint, in lower case. Throws exit 2 when one is given nowhere. */
export function identityOf(shape: Readonly<Record<string, unknown>>): { name: string; endpoint: string } {
  const { name, endpoint_name: endpoint } = shape;
  const missing = [
    ...(typeof name === 'string' ? [] : ['--name/-n']),
    ...(typeof endpoint === 'string' ? [] : ['--endpoint-name/-e']),
  ];
  if (typeof name !== 'string' || typeof endpoint !== 'string') {
    throw usage(`the following arguments are required: ${missing.join(', ')} (or in --file/-f)`);
  }
  return { name: nameOf('deployment', name), endpoint: nameOf('endpoint', endpoint) };
}
