import type { CommandSpec, Example, OptionSpec } from '../parse/spec.ts';

const names: Readonly<Record<string, string>> = {
  endpoint: 'my-endpoint',
  'online-endpoint': 'my-endpoint',
  'online-deployment': 'blue',
  model: 'my-model',
  environment: 'my-environment',
  group: 'my-group',
  extension: 'ml',
};

const values: Readonly<Record<string, string>> = {
  'endpoint-name': 'my-endpoint',
  deployment: 'blue',
  version: '1',
  subscription: '00000000-0000-0000-0000-000000000000',
  location: 'local',
};

/** The examples of a command: its own, or the shortest line that does what its summary says. */
export function examplesOf(command: CommandSpec): readonly Example[] {
  if (command.examples !== undefined && command.examples.length > 0) return command.examples;
  const group = command.words.at(-2) ?? '';
  const required = command.options.filter((option) => option.required === true);
  const line = [
    ...command.words,
    ...required.map((option) => `${spelled(option)} ${sampleOf(option, group)}`),
    ...(command.positional?.required === true ? [command.positional.name.toUpperCase()] : []),
    ...(command.options.some(({ names: [name] }) => name === 'yes') ? ['--yes'] : []),
  ].join(' ');
  return [{ what: command.summary.replace(/[.:].*$/, ''), line }];
}

function spelled({ names: [name], short }: OptionSpec): string {
  return short === undefined ? `--${name}` : `-${short[0]}`;
}

function sampleOf({ names: [name] }: OptionSpec, group: string): string {
  if (name === 'name') return names[group] ?? 'my-name';
  return values[name] ?? name.toUpperCase();
}
