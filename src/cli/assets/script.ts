import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../call.ts';
import { Failure } from '../failure.ts';

/** Prints `ok`, or one line of JSON on the first syntax error. */
const checker = `
import ast, json, sys
try:
    with open(sys.argv[1], "rb") as file:
        ast.parse(file.read(), sys.argv[1])
    print("ok")
except SyntaxError as error:
    print(json.dumps({"line": error.lineno, "column": error.offset, "text": error.text, "message": error.msg}))
except ValueError as error:
    print(json.dumps({"line": None, "column": None, "text": None, "message": str(error)}))
`;

/** Throws exit 1 when the scoring script is missing or is not Python; a machine without python3 only gets a warning. */
export async function checkScript(
  { terminal, world }: Pick<Call, 'terminal' | 'world'>,
  folder: string,
  script: string,
): Promise<void> {
  const path = join(folder, script);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Failure(`code_configuration.code: the folder ${folder} does not exist.`);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Failure(`code_configuration.scoring_script: there is no file '${script}' in ${folder}.`);
  }
  const said = await python(path, world.env);
  if (said === undefined) {
    terminal.warn(`No python3 on PATH: the syntax of ${script} was not checked here.`);
    return;
  }
  if (said === 'ok') return;
  const { line, column, text, message } = JSON.parse(said) as {
    line: number | null;
    column: number | null;
    text: string | null;
    message: string;
  };
  const shown = (text ?? lineOf(path, line)).replace(/\n$/, '');
  const place = line === null ? '' : `, line ${line}, column ${column ?? 1}`;
  const pointer = column === null ? '' : `\n    ${' '.repeat(Math.max(0, column - 1))}^`;
  throw new Failure(`${path}${place}: ${message}\n    ${shown}${pointer}`, 1, [
    'Use --skip-script-validation for scripts that are not Python.',
  ]);
}

function python(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const settings = { env: { ...env, PYTHONIOENCODING: 'utf-8' }, timeout: 30_000 };
    execFile('python3', ['-I', '-c', checker, path], settings, (error, stdout) => {
      resolve(error === null ? stdout.trim() : undefined);
    });
  });
}

function lineOf(path: string, line: number | null): string {
  return line === null ? '' : (readFileSync(path, 'utf8').split('\n')[line - 1] ?? '');
}
