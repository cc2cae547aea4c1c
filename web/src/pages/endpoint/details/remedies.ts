/** What failed, and what to do about it, by Azure's word for the failure. */

export type Remedy = {
  readonly title: string;
  readonly remedy: string;
  /** Where the whole story is. */
  readonly log: 'script' | 'build';
};

const again = 'register the code as a new version, and update the deployment with it.';

const remedies: Readonly<Record<string, Remedy>> = {
  ImageBuildFailure: {
    title: 'The environment could not be built',
    remedy:
      'Correct the packages in its conda file, register it as a new version, and update the deployment with it.',
    log: 'build',
  },
  ResourceNotReady: {
    title: 'No instance became ready',
    remedy:
      'Its log says how far it came. If the model takes long to load, allow more time in the liveness probe.',
    log: 'script',
  },
  UserScriptImportError: script(
    'The scoring script imports what is not there',
    'Add it to the environment or the code,',
  ),
  UserScriptSyntaxError: script('The scoring script is not valid Python', 'Correct the line that is named,'),
  UserScriptFunctionNotFound: script('The scoring script lacks init() or run()', 'Add the function,'),
  UserScriptInitFailed: script('init() of the scoring script failed', 'Correct what the last lines name,'),
};

const other: Remedy = {
  title: 'The last change failed',
  remedy: 'Correct what its log names, then update the deployment again.',
  log: 'script',
};

export function remedyOf(code: string): Remedy {
  return Object.hasOwn(remedies, code) ? (remedies[code] ?? other) : other;
}

function script(title: string, step: string): Remedy {
  return { title, remedy: `${step} ${again}`, log: 'script' };
}
