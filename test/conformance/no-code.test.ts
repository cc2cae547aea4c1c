/**
 * The worker with packages of others: mlflow and onnxruntime for models without a scoring script, debugpy. The
 * tests are Python programs in `no-code/`, which start real workers; each of them is one test here.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installed, installMs, output, python } from '../support/python-packages.ts';

const suite = join(import.meta.dirname, 'no-code');
const program = join(suite, 'tests.py');
const runMs = 600_000;

type Result = { readonly test: string; readonly problem: string | null };

const listed = spawnSync(python, [program, '--list'], { encoding: 'utf8' });
const names = listed.status === 0 ? (JSON.parse(listed.stdout) as readonly string[]) : [];
const modules = [...new Set(names.map((name) => name.split('.')[0] ?? ''))];

describe('the worker with packages of others', () => {
  let obstacle: string | undefined;
  let problems = new Map<string, string | null>();

  beforeAll(async () => {
    const packages = await installed(join(suite, 'requirements.txt'));
    obstacle = packages.obstacle;
    if (packages.python === undefined) return;
    const said = await Promise.all(modules.map((name) => output(packages.python, [program, name], runMs)));
    problems = problemsOf(said.join(''));
  }, installMs + runMs);

  it('knows its tests', () => {
    expect(listed.stderr).toBe('');
    expect(modules).toEqual(['test_debugger', 'test_mlflow', 'test_onnx']);
  });

  it.for(names)('%s', (name, { skip }) => {
    if (obstacle !== undefined) skip(obstacle);
    const whole = [...problems.values()].find((problem) => problem !== null);
    expect(problems.has(name), `the test has a result; ${whole}`).toBe(true);
    expect(problems.get(name)).toBeNull();
  });
});

/** A test has one problem at most here: the first of its parts that went wrong. */
function problemsOf(text: string): Map<string, string | null> {
  const problems = new Map<string, string | null>();
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const { test, problem } = JSON.parse(line) as Result;
    problems.set(test, problems.get(test) ?? problem);
  }
  return problems;
}
