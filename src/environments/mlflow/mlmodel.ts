/** The file MLmodel at the top of every MLflow model (https://mlflow.org/docs/latest/ml/model). */
import type { Flavors } from '../../domain/asset.ts';
import { isMapping, mappingOf, refuse, textOf } from './model-file.ts';

export type Mlmodel = {
  readonly flavors: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Of the MLflow that wrote it; undefined when it does not say. */
  readonly mlflowVersion: string | undefined;
};

/** Throws bad-argument when the file is missing, is no YAML mapping, or lists no flavours. */
export async function readMlmodel(folder: string): Promise<Mlmodel> {
  const text = await textOf(folder, 'MLmodel');
  if (text === undefined) {
    throw refuse('it has no file MLmodel at its top; an MLflow model is the folder that holds that file.');
  }
  const { flavors, mlflow_version: version } = mappingOf(text, 'MLmodel');
  if (!isMapping(flavors) || Object.keys(flavors).length === 0) {
    throw refuse(
      "its file MLmodel lists no flavors; 'flavors' must be a mapping such as 'python_function: …'.",
    );
  }
  const broken = Object.entries(flavors).find(([, settings]) => !isMapping(settings) && settings !== '');
  if (broken !== undefined) {
    throw refuse(`its file MLmodel has the flavor '${broken[0]}', which is not a mapping of settings.`);
  }
  return {
    flavors: Object.fromEntries(
      Object.entries(flavors).map(([name, settings]) => [name, isMapping(settings) ? settings : {}]),
    ),
    mlflowVersion: typeof version === 'string' && version !== '' ? version : undefined,
  };
}

/** As Azure keeps flavours: every setting is one text; lists and mappings become JSON, and what is null is left out. */
export function flavorsOf({ flavors }: Mlmodel): Flavors {
  return Object.fromEntries(
    Object.entries(flavors).map(([name, settings]) => {
      const said = Object.entries(settings).filter(([, value]) => !isNull(value));
      const texts = said.map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return [name, { data: Object.fromEntries(texts) }];
    }),
  );
}

function isNull(value: unknown): boolean {
  return typeof value === 'string' && ['', '~', 'null', 'Null', 'NULL'].includes(value);
}
