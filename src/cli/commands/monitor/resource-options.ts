import type { OptionSpec } from '../../parse/spec.ts';

/** Which resource it is: its id, or its name with the rest of the id in pieces. */
export const resourceOptions = (required: boolean, help: string): readonly OptionSpec[] => [
  { names: ['resource'], kind: 'value', ...(required ? { required } : {}), help },
  {
    names: ['resource-namespace'],
    kind: 'value',
    help: 'Beside a name: the provider, Microsoft.MachineLearningServices.',
  },
  {
    names: ['resource-parent'],
    kind: 'value',
    help: 'Beside a name: what it lies in, for instance workspaces/NAME.',
  },
  {
    names: ['resource-type'],
    kind: 'value',
    help: 'Beside a name: onlineEndpoints or deployments; may have the provider before it.',
  },
];
