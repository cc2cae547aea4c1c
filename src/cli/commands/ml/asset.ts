/** What the commands on models and environments have in common. */
import type { Assets, ListView } from '../../../sdk/assets.ts';
import type { Call } from '../../call.ts';
import { Failure, usage } from '../../failure.ts';
import { versionOf } from '../../shape/asset.ts';

/** The version that `--version` or `--label` names. Throws exit 1 when neither does. */
export async function versionAsked<V extends { readonly id: string }>(
  { args }: Pick<Call, 'args'>,
  api: Pick<Assets<V>, 'get' | 'versions'>,
): Promise<V> {
  const name = args.need('name');
  const version = args.text('version');
  const label = args.text('label');
  if (version !== undefined && label !== undefined)
    throw new Failure('--version and --label exclude each other.');
  if (version !== undefined) return api.get({ name, version });
  if (label === undefined) throw new Failure('One of --version/-v and --label/-l is needed.');
  if (label !== 'latest') throw new Failure(`--label is '${label}'; there is only latest.`);
  const [newest] = await api.versions(name).all();
  if (newest === undefined) throw new Failure(`'${name}' has no version.`, 3);
  return api.get({ name, version: versionOf(newest.id) });
}

/** Which of the archived ones a `list` shows. Throws exit 2 when the two flags meet. */
export function viewAsked({ args }: Pick<Call, 'args'>): ListView {
  const [all, only] = [args.flag('include-archived'), args.flag('archived-only')];
  if (all && only) throw usage('argument --archived-only: not allowed with argument --include-archived');
  return all ? 'All' : only ? 'ArchivedOnly' : 'ActiveOnly';
}

/** The first `--max-results` of a list. */
export function limited<T>({ args }: Pick<Call, 'args'>, items: readonly T[]): readonly T[] {
  const most = args.number('max-results');
  return most === undefined ? items : items.slice(0, Math.max(0, most));
}

/** `key=value` words as a map. Throws exit 2 on a word without `=`. */
export function tagsOf(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const sign = word.indexOf('=');
      if (sign <= 0) throw usage(`argument --tags: '${word}' is not of the form KEY=VALUE`);
      return [word.slice(0, sign), word.slice(sign + 1)];
    }),
  );
}

/** Throws exit 1 when an edit changes what a version was registered with: on Azure, too, only its notes change. */
export function refuseNewContent(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  notes: readonly string[],
): void {
  const names = Object.keys({ ...before, ...after }).filter(
    (key) => !notes.includes(key) && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  if (names.length === 0) return;
  throw new Failure(
    `${names.join(', ')}: what a version was registered with never changes; allowed are ${notes.join(', ')}. Register a new version.`,
  );
}

/** Archives or restores what the options name: a version, or everything of the name. Prints nothing. */
export async function archive<V extends { readonly id: string; readonly properties: object }>(
  { args }: Pick<Call, 'args'>,
  api: Assets<V>,
  isArchived: boolean,
): Promise<undefined> {
  const name = args.need('name');
  if (args.text('version') === undefined && args.text('label') === undefined) {
    await api.archive(name, isArchived);
    return undefined;
  }
  const found = await versionAsked({ args }, api);
  const { properties } = found;
  await api.put({ name, version: versionOf(found.id) }, { properties: { ...properties, isArchived } });
  return undefined;
}
