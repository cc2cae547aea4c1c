/** Options that several commands have. Short letters that mean different things per command are given where they are used. */
import type { OptionSpec } from '../parse/spec.ts';

export const resourceGroup: OptionSpec = {
  names: ['resource-group'],
  short: 'g',
  kind: 'value',
  help: 'Name of the resource group. Configure a default with `az configure --defaults group=NAME`.',
};

export const workspaceName: OptionSpec = {
  names: ['workspace-name'],
  short: 'w',
  kind: 'value',
  help: 'Name of the workspace. Configure a default with `az configure --defaults workspace=NAME`.',
};

export const scope: readonly OptionSpec[] = [resourceGroup, workspaceName];

/** Where an asset lies: a workspace, or a registry (which Teal does not have). */
export const assetScope: readonly OptionSpec[] = [
  ...scope,
  {
    names: ['registry-name'],
    kind: 'value',
    help: 'Name of a registry instead of a workspace.',
    effect: { kind: 'refused', why: 'there are no registries; use the workspace (--workspace-name/-w)' },
  },
];

export const noWait: OptionSpec = {
  names: ['no-wait'],
  kind: 'flag',
  help: 'Do not wait until the change is done.',
};

/** Teal's own, on every command that changes an endpoint or a deployment. */
export const reason: OptionSpec = {
  names: ['reason'],
  kind: 'value',
  exact: true,
  help: 'Why, for the history (`teal history`): at most 500 characters.',
};

export const yes: OptionSpec = { names: ['yes'], short: 'y', kind: 'flag', help: 'Do not ask.' };

export const local: OptionSpec = {
  names: ['local'],
  kind: 'tristate',
  help: 'Use a private Teal of this user, without sign-in on scoring, instead of the workspace.',
};

export const localGpu: OptionSpec = {
  names: ['local-enable-gpu'],
  kind: 'tristate',
  help: 'Give a local deployment the GPUs of this machine.',
  effect: { kind: 'none', why: 'instances see the GPUs of this machine in any case' },
};

export const debugLocally: OptionSpec = {
  names: ['vscode-debug'],
  kind: 'tristate',
  help: 'Attach the debugger of an editor to a local deployment.',
  effect: { kind: 'refused', why: 'an instance is started without a debugger' },
};

export const web = (short?: string): OptionSpec => ({
  names: ['web'],
  ...(short === undefined ? {} : { short }),
  kind: 'flag',
  help: 'Open the page of the object in a browser.',
  effect: { kind: 'none', why: 'there are no pages to open' },
});

export const file = (help: string): OptionSpec => ({ names: ['file'], short: 'f', kind: 'value', help });

export const createSet: OptionSpec = {
  names: ['set'],
  kind: 'multi',
  help: 'Change the file before it is used: KEY=VALUE, with a.b and a[0] as paths. Repeatable.',
};

/** `--set`, `--add`, `--remove` of update commands. */
export const generic: readonly OptionSpec[] = [
  {
    names: ['set'],
    kind: 'multi',
    help: 'Change a property: a.b=VALUE, a[0].b=VALUE or a[key=value].b=VALUE; VALUE is JSON, else text.',
  },
  { names: ['add'], kind: 'multi', help: 'Add to a list: PATH key=value …, or PATH JSON.' },
  { names: ['remove'], kind: 'multi', help: 'Remove a property or an element of a list: PATH [INDEX].' },
  { names: ['force-string'], kind: 'flag', help: 'Keep the values of --set and --add text.' },
];

export const name = (what: string, required = true): OptionSpec => ({
  names: ['name'],
  short: 'n',
  kind: 'value',
  help: `Name of the ${what}.`,
  ...(required ? { required } : {}),
});

export const skipScriptValidation: OptionSpec = {
  names: ['skip-script-validation'],
  kind: 'flag',
  help: 'Do not check the syntax of the scoring script.',
};

export const packageModel: OptionSpec = {
  names: ['package-model'],
  kind: 'flag',
  hidden: true,
  help: 'Build an inference package before deploying.',
  effect: { kind: 'refused', why: 'packages are container images, and instances are processes' },
};
