/** The two programs and their chapters; whoever adds commands adds a chapter here. */
import type { ChapterSpec, CommandSpec, ProgramSpec } from './parse/spec.ts';

const none = async (): Promise<readonly CommandSpec[]> => [];

const ml: readonly ChapterSpec[] = [
  { words: ['ml'], summary: 'Models, environments and online endpoints of a workspace.', load: none },
  {
    words: ['ml', 'online-endpoint'],
    summary: 'Scoring addresses, their traffic and keys.',
    load: async () => (await import('./commands/ml/online-endpoint/commands.ts')).commands,
  },
  {
    words: ['ml', 'online-deployment'],
    summary: 'What runs behind an endpoint.',
    load: async () => (await import('./commands/ml/online-deployment/commands.ts')).commands,
  },
  {
    words: ['ml', 'endpoint'],
    summary: 'The command group of 2021: an endpoint and its deployments in one file.',
    load: async () => (await import('./apply/commands.ts')).endpointCommands,
  },
  {
    words: ['ml', 'model'],
    summary: 'Registered models.',
    load: async () => (await import('./commands/ml/model/commands.ts')).commands,
  },
  {
    words: ['ml', 'environment'],
    summary: 'Registered environments.',
    load: async () => (await import('./commands/ml/environment/commands.ts')).commands,
  },
  {
    words: ['ml', 'workspace'],
    summary: 'Workspaces.',
    load: async () => (await import('./commands/ml/workspace/commands.ts')).commands,
  },
];

const monitor: readonly ChapterSpec[] = [
  { words: ['monitor'], summary: 'What endpoints and deployments do.', load: none },
  {
    words: ['monitor', 'metrics'],
    summary: 'Requests, latency, CPU and memory over time.',
    load: async () => (await import('./commands/monitor/metrics/commands.ts')).commands,
  },
  {
    words: ['monitor', 'autoscale'],
    summary: 'Instances of deployments by rules.',
    load: async () => (await import('./commands/monitor/autoscale/commands.ts')).commands,
  },
  {
    words: ['monitor', 'autoscale', 'profile'],
    summary: 'Limits and rules by the time of the week or by dates.',
    load: async () => (await import('./commands/monitor/autoscale/part-commands.ts')).profileCommands,
  },
  {
    words: ['monitor', 'autoscale', 'rule'],
    summary: 'When instances come and go.',
    load: async () => (await import('./commands/monitor/autoscale/part-commands.ts')).ruleCommands,
  },
];

const settings: readonly ChapterSpec[] = [
  {
    words: ['config'],
    summary: 'The configuration of the command line.',
    load: async () => (await import('./commands/config/commands.ts')).commands,
  },
  {
    words: ['account'],
    summary: 'Subscriptions and tokens.',
    load: async () => (await import('./commands/account/commands.ts')).commands,
  },
  {
    words: ['group'],
    summary: 'Resource groups.',
    load: async () => (await import('./commands/group/commands.ts')).commands,
  },
];

/** The shim for scripts that were written for Azure. */
export const az: ProgramSpec = {
  name: 'az',
  summary: 'Commands of Azure CLI, answered by Teal.',
  chapters: [
    {
      words: [],
      summary: '',
      load: async () => [
        ...(await import('./commands/top/commands.ts')).azOnly,
        ...(await import('./commands/completion/commands.ts')).completionOf(() => az),
      ],
    },
    ...ml,
    ...monitor,
    ...settings,
    {
      words: ['extension'],
      summary: 'Extensions of Azure CLI.',
      load: async () => (await import('./commands/extension/commands.ts')).commands,
    },
  ],
};

/** Teal's own program. `own` are the chapters that start, stop and use the server; `main` hands them in. */
export function teal(own: readonly ChapterSpec[] = []): ProgramSpec {
  const program: ProgramSpec = {
    name: 'teal',
    summary: 'Safe rollouts of machine-learning models behind online endpoints.',
    chapters: [
      ...own,
      {
        words: [],
        summary: '',
        load: async () => [
          ...(await import('./commands/top/commands.ts')).shared,
          ...(await import('./history/commands.ts')).historyCommands,
          (await import('./limits/commands.ts')).limitsCommand,
          ...(await import('./commands/completion/commands.ts')).completionOf(() => program),
        ],
      },
      {
        words: ['limits'],
        summary: 'What endpoints may take up.',
        load: async () => (await import('./limits/commands.ts')).limitsCommands,
      },
      {
        words: ['logs'],
        summary: 'What is kept of requests, instances and what they print.',
        load: async () => (await import('./logs/commands.ts')).logCommands,
      },
      {
        words: ['autoscale'],
        summary: 'Instances by requests in flight, down to none.',
        load: async () => (await import('./autoscale/commands.ts')).autoscaleCommands,
      },
      ...ml,
      ...monitor,
      ...settings,
    ],
  };
  return program;
}
