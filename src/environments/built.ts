/** `built.json`: its presence, and nothing else, says that an environment is whole. */

import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuilderKind } from './builders/builder.ts';

export type Built = {
  /** Absolute path of the environment's interpreter. */
  readonly python: string;
  readonly pythonVersion: string;
  readonly builder: BuilderKind;
  readonly warnings: readonly string[];
  /** Installed project -> version. */
  readonly packages: Readonly<Record<string, string>>;
  /** UTC. */
  readonly builtAt: string;
  readonly seconds: number;
};

export const builtFile = 'built.json';

/** Undefined when nothing was built here, or when the interpreter behind it went away since. */
export function readBuilt(folder: string): Built | undefined {
  try {
    const built: unknown = JSON.parse(readFileSync(join(folder, builtFile), 'utf8'));
    return isBuilt(built) && existsSync(built.python) ? built : undefined;
  } catch {
    return undefined;
  }
}

/** Appears whole or not at all. */
export async function writeWhole(folder: string, name: string, value: unknown): Promise<void> {
  const draft = join(folder, `${name}.draft`);
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(folder, name));
}

export function writeBuilt(folder: string, built: Built): Promise<void> {
  return writeWhole(folder, builtFile, built);
}

function isBuilt(value: unknown): value is Built {
  return (
    typeof value === 'object' &&
    value !== null &&
    'python' in value &&
    typeof value.python === 'string' &&
    'warnings' in value &&
    Array.isArray(value.warnings)
  );
}
