/** Finds the CPython interpreters of this machine and asks each for its version once. */
import { execFileSync } from 'node:child_process';
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Clock } from '../../domain/ports.ts';
import type { Interpreter } from './choose.ts';

/** The oldest minor of Python 3 that an environment is built with. */
export const oldestMinor = 8;

/** Everything that was found, oldest path order first. */
export type FindInterpreters = () => readonly Interpreter[];

const rescanMs = 10_000;
const question =
  'import importlib.util as u,json,sys;' +
  'i=sys.version_info;' +
  'print(json.dumps([getattr(sys,"_base_executable",sys.executable),list(i[:3]),i[3],sys.implementation.name,' +
  'all(u.find_spec(m) is not None for m in ("venv","ensurepip"))]))';

/** `path` limits the search to its folders; otherwise PATH and the usual places are searched. */
export function createInterpreters(clock: Clock, path: string | undefined): FindInterpreters {
  const answers = new Map<string, Interpreter | null>();
  let found: readonly Interpreter[] = [];
  let scannedAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now();
    if (now - scannedAt < rescanMs && now >= scannedAt) return found;
    const executables = [...new Set(candidates(path).flatMap(realPath))];
    const asked = executables
      .map((executable) => answerOf(answers, executable))
      .filter((one) => one !== null);
    found = [...new Map(asked.map((interpreter) => [interpreter.path, interpreter])).values()];
    scannedAt = now;
    return found;
  };
}

function candidates(path: string | undefined): string[] {
  const folders = (path ?? process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  if (path !== undefined) return folders.flatMap(pythonsIn);
  const home = homedir();
  const pyenv = process.env.PYENV_ROOT ?? join(home, '.pyenv');
  const uv =
    process.env.UV_PYTHON_INSTALL_DIR ??
    join(process.env.XDG_DATA_HOME ?? join(home, '.local/share'), 'uv/python');
  return [
    ...[...folders.filter((folder) => folder !== join(pyenv, 'shims')), '/usr/local/bin', '/usr/bin'].flatMap(
      pythonsIn,
    ),
    ...[join(pyenv, 'versions'), uv].flatMap((root) =>
      namesIn(root).map((name) => join(root, name, 'bin/python3')),
    ),
  ];
}

function pythonsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => /^python3(?:\.\d+)?$/.test(name))
    .map((name) => join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function realPath(path: string): string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

/** Keyed by the file's identity, so that an upgrade in place is asked again. */
function answerOf(answers: Map<string, Interpreter | null>, path: string): Interpreter | null {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  const key = `${path} ${mtimeMs} ${size}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask(path);
  if (answer === 'no answer in time') return null;
  answers.set(key, answer);
  return answer;
}

function ask(path: string): Interpreter | null | 'no answer in time' {
  try {
    const options = { timeout: 10_000, encoding: 'utf8', stdio: 'pipe' } as const;
    const answer: unknown = JSON.parse(
      execFileSync(path, ['-I', '-S', '-c', question], { ...options, cwd: dirname(path) }),
    );
    return interpreterFrom(answer);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ETIMEDOUT'
      ? 'no answer in time'
      : null;
  }
}

function interpreterFrom(answer: unknown): Interpreter | null {
  if (!Array.isArray(answer)) return null;
  const [executable, version, level, implementation, makesVenvs]: unknown[] = answer;
  if (typeof executable !== 'string' || !Array.isArray(version)) return null;
  if (level !== 'final' || implementation !== 'cpython') return null;
  const [major, minor, patch] = version.map(Number);
  if (major !== 3 || minor === undefined || minor < oldestMinor || patch === undefined) return null;
  return {
    path: realPath(executable)[0] ?? executable,
    version: [major, minor, patch],
    makesVenvs: makesVenvs === true,
  };
}
