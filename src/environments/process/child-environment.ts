/** The variables that a build's children get: ours, without what would lead them to another Python. */
const misleading =
  /^(?:PYTHON(?:PATH|HOME|STARTUP|USERBASE|INSPECT|WARNINGS)|VIRTUAL_ENV|__PYVENV_LAUNCHER__|CONDA_(?:PREFIX|DEFAULT_ENV|SHLVL|PROMPT_MODIFIER|PYTHON_EXE)|PIP_(?:TARGET|PREFIX|ROOT|USER|PYTHON|REQUIREMENT|REQUIRE_VIRTUALENV|REPORT|LOG)|UV_(?:PROJECT|PROJECT_ENVIRONMENT|PYTHON|SYSTEM_PYTHON|WORKING_DIR))$|^TEAL_/;

const quiet = {
  NO_COLOR: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_COLOR: '1',
  PIP_NO_INPUT: '1',
  PIP_PROGRESS_BAR: 'off',
  PYTHONNOUSERSITE: '1',
  PYTHONUNBUFFERED: '1',
  UV_NO_PROGRESS: '1',
  UV_PYTHON_DOWNLOADS: 'never',
} as const;

export function childEnvironment(path: string | undefined): Readonly<Record<string, string>> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || misleading.test(name) ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(inherited), ...(path === undefined ? {} : { PATH: path }), ...quiet };
}
