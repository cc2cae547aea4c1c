/** The variables of Azure's inference server, and what the worker does with each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect } from '../../src/cli/effect.ts';
import { root } from '../architecture/sources.ts';

const names = [
  'AML_APP_INSIGHTS_ENABLED',
  'AML_APP_INSIGHTS_KEY',
  'AML_APP_ROOT',
  'AML_CORS_ORIGINS',
  'AML_MODEL_DC_STORAGE_ENABLED',
  'APP_INSIGHTS_LOG_RESPONSE_ENABLED',
  'AZUREML_CONDA_ENVIRONMENT_PATH',
  'AZUREML_CONFIG_FILE',
  'AZUREML_DEBUG_PORT',
  'AZUREML_ENTRY_SCRIPT',
  'AZUREML_EXTRA_CONDA_YAML',
  'AZUREML_EXTRA_CONDA_YAML_ABS_PATH',
  'AZUREML_EXTRA_PYTHON_LIB_PATH',
  'AZUREML_EXTRA_REQUIREMENTS_TXT',
  'AZUREML_LOG_LEVEL',
  'AZUREML_MODEL_DIR',
  'AZUREML_SOURCE_DIRECTORY',
  'HEALTH_PORT',
  'HTTP_X_MS_SERVER_VERSION',
  'MLFLOW_MODEL_FOLDER',
  'SCORING_TIMEOUT_MS',
  'SEPERATE_HEALTH_ENDPOINT',
  'SERVER_PORT',
  'SERVER_VERSION_LOG_RESPONSE_ENABLED',
  'SERVICE_NAME',
  'SERVICE_PATH_PREFIX',
  'SERVICE_VERSION',
  'WORKER_COUNT',
  'WORKER_PRELOAD',
  'WORKER_TIMEOUT',
  'WORKSPACE_NAME',
] as const;

const refused: Effect = { kind: 'refused', why: "the environment's conda file does it" };

export type Variable = { readonly name: string; readonly effect: Effect | undefined };

/** Marks are those of the worker's own tables. */
export function variables(): readonly Variable[] {
  const idle = idleReasons(source('idle.py'));
  const refusing = /^_CONDA = \(([^)]*)\)/m.exec(source('extras.py'))?.[1] ?? '';
  return names.map((name) => {
    const why = idle.get(name);
    const effect = why === undefined ? undefined : ({ kind: 'none', why } as const);
    return { name, effect: refusing.includes(`"${name}"`) ? refused : effect };
  });
}

/** Names of idle variables that are not in the list above. */
export function unlisted(): readonly string[] {
  return [...idleReasons(source('idle.py')).keys()].filter((name) => !names.some((one) => one === name));
}

function idleReasons(text: string): ReadonlyMap<string, string> {
  const texts = new Map(
    [...text.matchAll(/^(_[A-Z]+) = "([^"]+)"/gm)].map(([, name = '', why = '']) => [name, why]),
  );
  const rows = text.matchAll(/^ {4}"([A-Z_]+)": (?:"([^"]+)"|(_[A-Z]+)),$/gm);
  return new Map([...rows].map(([, name = '', why, named = '']) => [name, why ?? texts.get(named) ?? '']));
}

function source(name: string): string {
  return readFileSync(join(root, 'worker/teal_worker/_teal_worker', name), 'utf8');
}
