import type { CommandSpec, OptionSpec } from '../../../parse/spec.ts';
import { resourceGroup, workspaceName } from '../../options.ts';

const group = ['ml', 'workspace'];
const name: OptionSpec = { ...workspaceName, names: ['workspace-name', 'name'], short: 'wn' };

/** `az ml workspace …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'create'],
    summary: 'Add a workspace, with its group and subscription, for programs that name it.',
    options: [
      { ...name, required: true },
      resourceGroup,
      {
        names: ['location'],
        short: 'l',
        kind: 'value',
        help: 'Where it says that it is.',
        fallback: 'local',
      },
    ],
    examples: [
      {
        what: 'The one that a notebook was written for',
        line: 'ml workspace create --subscription 11111111-2222-3333-4444-555555555555 -g research -n churn-models',
      },
    ],
    load: () => import('./create.ts'),
  },
  {
    words: [...group, 'show'],
    summary: 'Show a workspace.',
    options: [name, resourceGroup],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List the workspaces of a resource group.',
    options: [resourceGroup],
    load: () => import('./list.ts'),
  },
];
