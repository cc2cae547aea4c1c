/** Asks a fresh environment who it is. */
import { join } from 'node:path';
import type { Step } from './builders/builder.ts';
import { StepFailed } from './process/step-failed.ts';

export type Checked = {
  readonly python: string;
  readonly version: string;
  readonly packages: Readonly<Record<string, string>>;
};

const question =
  'import json,sys;import importlib.metadata as m;' +
  'p={d.metadata["Name"]:d.version for d in m.distributions() if d.metadata["Name"]};' +
  'print(json.dumps([sys.prefix,"%d.%d.%d"%sys.version_info[:3],dict(sorted(p.items(),key=lambda i:i[0].lower()))]))';

/** @throws StepFailed when its interpreter does not start */
export async function checkEnvironment(env: string, step: Step): Promise<Checked> {
  const python = join(env, 'bin/python');
  const lines = await step(python, ['-I', '-c', question], { timeoutMs: 120_000, unlogged: true });
  const answer: unknown = JSON.parse(lines.at(-1) ?? 'null');
  if (!Array.isArray(answer)) throw new StepFailed(`The new environment's Python gave no answer.`, lines);
  const [, version, packages]: unknown[] = answer;
  return { python, version: String(version), packages: isTexts(packages) ? packages : {} };
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}
