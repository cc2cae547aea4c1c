import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { StringMap } from '../../domain/workspace.ts';

// Named one by one: whatever else control was started with, its secrets first of all, is not the model's.
const inherited = [
  ...['HOME', 'USER', 'LOGNAME', 'LANG', 'LANGUAGE', 'TMPDIR', 'TZ', 'LD_LIBRARY_PATH'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE'],
  ...['CUDA_VISIBLE_DEVICES', 'NVIDIA_VISIBLE_DEVICES'],
];

const defaultPath = '/usr/local/bin:/usr/bin:/bin';

/** Variables of an instance: a few of ours, those of its Python environment, the contract's, and the user's on top. */
export function instanceVariables(
  own: Readonly<Record<string, string | undefined>>,
  python: string,
  layers: readonly StringMap[],
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && (inherited.includes(name) || name.startsWith('LC_'))) variables[name] = value;
  }
  variables.PATH = [dirname(python), own.PATH ?? defaultPath].join(delimiter);
  const prefix = dirname(dirname(python));
  if (existsSync(join(prefix, 'pyvenv.cfg'))) variables.VIRTUAL_ENV = prefix;
  if (existsSync(join(prefix, 'conda-meta'))) variables.CONDA_PREFIX = prefix;
  return Object.assign(variables, ...layers);
}
