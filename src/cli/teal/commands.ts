import { resourceGroup, workspaceName } from '../commands/options.ts';
import type { CommandSpec, OptionSpec } from '../parse/spec.ts';
import type { ServerDoor } from './door.ts';

const home: OptionSpec = {
  names: ['home'],
  kind: 'value',
  fallback: 'TEAL_HOME, or ~/.teal',
  help: 'Folder that holds everything of one Teal.',
};

const logSize = (what: string, mib: number, of: string): OptionSpec => ({
  names: [`${what}-log-mib`],
  kind: 'int',
  fallback: String(mib),
  help: `Most that the log of ${of} may take on disk, in MiB, 4 or more; 0 for no such log.`,
});

const logSizes: readonly OptionSpec[] = [
  logSize('traffic', 256, 'requests'),
  logSize('console', 128, 'what instances print'),
  logSize('event', 16, 'what happens to instances'),
];

/** Commands of Teal's own: start, stop, look, run something against it, show it. */
export function tealCommands(door: ServerDoor): readonly CommandSpec[] {
  return [
    upCommand(door),
    downCommand(door),
    statusCommand(door),
    topCommand,
    studioCommand,
    execCommand,
    envCommand,
    demoCommand(door),
  ];
}

function upCommand(door: ServerDoor): CommandSpec {
  return {
    words: ['up'],
    summary: 'Start Teal: in the foreground until Ctrl-C, or detached.',
    options: [
      home,
      {
        names: ['port'],
        short: 'p',
        kind: 'int',
        fallback: '8585',
        help: 'Port of the control plane; scoring uses the next one, HTTPS the one after. 0 takes free ports.',
      },
      { names: ['host'], kind: 'value', fallback: '127.0.0.1', help: 'Address to listen on.' },
      {
        names: ['router-workers'],
        kind: 'int',
        fallback: String(door.defaultRouterWorkers),
        help: 'Processes that serve scoring traffic. By default one a core, from 2 to 8.',
      },
      {
        names: ['max-file-mib'],
        kind: 'int',
        fallback: '16384',
        help: 'Largest file that may be uploaded, in MiB; the same for all blocks of one.',
      },
      {
        names: ['max-asset-mib'],
        kind: 'int',
        fallback: '65536',
        help: 'Most that the files of one model or code may hold together, in MiB.',
      },
      {
        names: ['max-asset-files'],
        kind: 'int',
        fallback: '100000',
        help: 'Most files of one model or code.',
      },
      {
        names: ['studio-host'],
        kind: 'multi',
        help: "Names by which browsers reach Studio through a proxy, beside addresses, localhost and the machine's name.",
      },
      ...logSizes,
      { names: ['detach'], kind: 'flag', help: 'Return as soon as Teal serves and leave it running.' },
      {
        names: ['local'],
        kind: 'flag',
        hidden: true,
        help: 'Scoring without a credential, for the private Teal of --local.',
      },
    ],
    examples: [
      { what: 'Start in the foreground', line: 'up' },
      { what: 'Start in the background on other ports', line: 'up --detach --port 9000' },
    ],
    load: async () => ({ run: (await import('./up.ts')).up(door) }),
  };
}

function downCommand(door: ServerDoor): CommandSpec {
  return {
    words: ['down'],
    summary: 'Stop Teal and its instances, after requests in flight have ended.',
    options: [home],
    examples: [{ what: 'Stop the Teal of this user', line: 'down' }],
    load: async () => ({ run: (await import('./down.ts')).down(door) }),
  };
}

function statusCommand(door: ServerDoor): CommandSpec {
  return {
    words: ['status'],
    summary: 'Show whether Teal runs, where, and with which routers.',
    options: [home],
    examples: [{ what: 'Look', line: 'status -o table' }],
    load: async () => ({ run: (await import('./status.ts')).status(door) }),
  };
}

const topCommand: CommandSpec = {
  words: ['top'],
  summary: 'Show requests, latency, errors, split, mirrors and instances, live.',
  options: [
    { names: ['name'], short: 'n', kind: 'value', help: 'Only this endpoint.' },
    {
      names: ['window'],
      kind: 'int',
      fallback: '10',
      help: 'Seconds up to now that the numbers are about, 1 to 600.',
    },
    { names: ['interval'], kind: 'int', fallback: '2', help: 'Seconds between two looks.' },
    resourceGroup,
    workspaceName,
  ],
  examples: [
    { what: 'Watch a rollout', line: 'top -n churn' },
    { what: 'One look, for a script', line: 'top -o json' },
  ],
  load: async () => ({ run: (await import('./top.ts')).top }),
};

const studioCommand: CommandSpec = {
  words: ['studio'],
  summary: 'Print a link that signs in to Studio once, within ten minutes.',
  options: [home, { names: ['open'], kind: 'flag', help: 'Open it in the browser of this machine, too.' }],
  examples: [
    { what: 'Open Studio', line: 'studio --open' },
    { what: 'The link alone', line: 'studio --query url -o tsv' },
  ],
  load: async () => ({ run: (await import('./studio.ts')).studio }),
};

const execCommand: CommandSpec = {
  words: ['exec'],
  summary: "Run a command with az on PATH and this Teal as the target of it and of Azure's SDKs.",
  options: [home],
  positional: {
    name: 'command',
    help: 'The command and its arguments, after --.',
    required: true,
    many: true,
  },
  examples: [
    { what: 'Run a script written for Azure ML', line: 'exec -- bash deploy-safe-rollout.sh' },
    { what: 'Run a program that uses azure-ai-ml', line: 'exec -- python rollout.py' },
  ],
  load: async () => ({ run: (await import('./exec.ts')).exec }),
};

const envCommand: CommandSpec = {
  words: ['env'],
  summary: 'Print what `teal exec` sets, for a shell to evaluate.',
  options: [home],
  examples: [{ what: 'Look; eval "$(teal env)" uses this Teal for the rest of a session', line: 'env' }],
  load: async () => ({ run: (await import('./env.ts')).env }),
};

function demoCommand(door: ServerDoor): CommandSpec {
  return {
    words: ['demo'],
    summary: 'Show a whole rollout, blue to green, of a real scikit-learn model under load.',
    options: [
      { names: ['home'], kind: 'value', fallback: 'a temporary folder', help: 'Folder to run in.' },
      {
        names: ['rate'],
        kind: 'int',
        fallback: '50',
        help: 'Requests a second that a client sends all the time.',
      },
      {
        names: ['environments'],
        kind: 'value',
        fallback: '~/.cache/teal',
        help: 'Folder that keeps the built environment for the next run.',
      },
    ],
    examples: [{ what: 'Watch it', line: 'demo' }],
    load: async () => ({ run: (await import('./demo.ts')).demo(door) }),
  };
}
