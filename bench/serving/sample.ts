/** The model that everybody serves: the regression of examples/safe-rollout, and a request to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../test/architecture/sources.ts';
import { closedLoop, type Target } from '../load/closed.ts';

const example = join(root, 'examples/safe-rollout');
export const sample = join(example, 'model-1');
export const BODY = readFileSync(join(example, 'sample-request.json'), 'utf8').trim();

/** What the deployment's own environment has, for pip: everybody gets the same. */
export function requirements(): string[] {
  const text = readFileSync(join(sample, 'environment/conda.yaml'), 'utf8');
  return [...text.matchAll(/^ +- (numpy|scipy|scikit-learn|joblib)=+([\d.]+)$/gm)].map(
    ([, name, version]) => `${name}==${version}`,
  );
}

/** True once it answers with two numbers; anything else means that it is not ready. */
export async function answers(target: Target): Promise<true | undefined> {
  try {
    numbersOf((await closedLoop(target, 1, 0)).answer);
    return true;
  } catch {
    return undefined;
  }
}

/** The prediction in an answer; throws when there is none. */
export function numbersOf(answer: string): readonly number[] {
  const found = /\[\s*(-?[\d.e+-]+)\s*,\s*(-?[\d.e+-]+)\s*\]/.exec(answer);
  if (found === null) throw new Error(`no prediction in the answer: ${answer.slice(0, 300)}`);
  return [Number(found[1]), Number(found[2])];
}
