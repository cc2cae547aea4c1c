import type { CommandSpec } from '../../../parse/spec.ts';
import { resourceGroup, workspaceName } from '../../options.ts';

const group = ['ml', 'workspace'];

/** `az ml workspace …` */
export const commands: readonly CommandSpec[] = [
  {
    words: [...group, 'show'],
    summary: 'Show a workspace.',
    options: [{ ...workspaceName, names: ['workspace-name', 'name'], short: 'wn' }, resourceGroup],
    load: () => import('./show.ts'),
  },
  {
    words: [...group, 'list'],
    summary: 'List the workspaces of a resource group.',
    options: [resourceGroup],
    load: () => import('./list.ts'),
  },
];
