/** pip's configuration in uv's words: uv reads none of pip's files, and a mirror is configured once. */

/** Setting by its long name without dashes in front: 'index-url'. */
export type PipSettings = ReadonlyMap<string, string>;

const line = /^(:env:|global|install)\.([\w-]+)=(['"])(.*)\3$/;
/** Later ones win, as in pip. */
const precedence = ['global', 'install', ':env:'];

/** Reads what `pip config list` printed. */
export function readPipSettings(lines: readonly string[]): PipSettings {
  const parsed = lines.flatMap((text) => {
    const [, origin, name, , value] = line.exec(text) ?? [];
    if (origin === undefined || name === undefined || value === undefined) return [];
    return [{ rank: precedence.indexOf(origin), name, value: value.replace(/\\n/g, ' ').trim() }];
  });
  const ranked = parsed.toSorted((left, right) => left.rank - right.rank);
  return new Map(ranked.map(({ name, value }) => [name, value]));
}

/** Variables for uv. Those that are set for uv itself already are left alone. */
export function uvVariables(
  pip: PipSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const isSet = (...names: readonly string[]) => names.some((name) => environment[name] !== undefined);
  const variables: Record<string, string> = {};
  const copy = (setting: string, variable: string, ...synonyms: readonly string[]) => {
    const value = pip.get(setting);
    if (value !== undefined && value !== '' && !isSet(variable, ...synonyms)) variables[variable] = value;
  };
  copy('index-url', 'UV_DEFAULT_INDEX', 'UV_INDEX_URL');
  copy('extra-index-url', 'UV_EXTRA_INDEX_URL', 'UV_INDEX');
  copy('find-links', 'UV_FIND_LINKS');
  // the one list that uv separates by commas where pip takes spaces
  if (variables.UV_FIND_LINKS) variables.UV_FIND_LINKS = variables.UV_FIND_LINKS.split(/\s+/).join(',');
  copy('trusted-host', 'UV_INSECURE_HOST');
  copy('constraint', 'UV_CONSTRAINT');
  copy('cert', 'SSL_CERT_FILE');
  copy('client-cert', 'SSL_CLIENT_CERT');
  copy('timeout', 'UV_HTTP_TIMEOUT');
  copy('default-timeout', 'UV_HTTP_TIMEOUT');
  copy('proxy', 'ALL_PROXY', 'HTTPS_PROXY', 'https_proxy', 'all_proxy');
  // pip takes the best version over all indexes; uv by default stops at the first that knows the name
  if (!isSet('UV_INDEX_STRATEGY')) variables.UV_INDEX_STRATEGY = 'unsafe-best-match';
  return variables;
}

/** Arguments for `uv pip install` that stand for settings and requirement options without a variable. */
export function uvArguments(pip: PipSettings, requirements: readonly string[]): readonly string[] {
  const isOn = (name: string) => /^(?:1|true|yes|on)$/i.test(pip.get(name) ?? '');
  const hosts = requirements.flatMap((text) => /^--trusted-host[=\s]+(\S+)$/.exec(text)?.[1] ?? []);
  return [
    ...(isOn('no-index') ? ['--no-index'] : []),
    ...(isOn('pre') || requirements.includes('--pre') ? ['--prerelease', 'allow'] : []),
    ...hosts.flatMap((host) => ['--allow-insecure-host', host]),
  ];
}
