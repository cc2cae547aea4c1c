/** Picks the interpreter for a request among those that were found. */
import type { PythonRequest } from '../definition/python-request.ts';

export type Interpreter = {
  /** Absolute path of the executable, symbolic links resolved. */
  readonly path: string;
  readonly version: readonly [major: number, minor: number, patch: number];
  /** False on systems that ship Python without `ensurepip`. */
  readonly makesVenvs: boolean;
};

export type Choice = {
  readonly interpreter: Interpreter;
  /** Set when the interpreter is not what was asked for. */
  readonly warning: string | null;
};

/** Where a request leaves room: the minor for which most pinned releases have wheels. */
const preferred = 11;

/** The nearest minor wins, the newer of two equally near; undefined when there is no interpreter. */
export function chooseInterpreter(request: PythonRequest, found: readonly Interpreter[]): Choice | undefined {
  const [interpreter] = found.toSorted(
    (left, right) =>
      distance(request, left) - distance(request, right) ||
      Number(right.makesVenvs) - Number(left.makesVenvs) ||
      preference(request, left) - preference(request, right) ||
      minorOf(right) - minorOf(left) ||
      right.version[2] - left.version[2],
  );
  if (interpreter === undefined) return undefined;
  return { interpreter, warning: warningFor(request, interpreter, found) };
}

export function versionText({ version }: Interpreter): string {
  return version.join('.');
}

function warningFor(
  request: PythonRequest,
  chosen: Interpreter,
  found: readonly Interpreter[],
): string | null {
  if (distance(request, chosen) === 0) return null;
  const minors = [...new Set(found.map(minorOf))].sort((left, right) => left - right);
  const present = minors.map((minor) => `3.${minor}`).join(', ');
  return `Python ${request.text} was asked for, but this machine has ${present}: using ${versionText(chosen)}. Install the Python that was asked for to get it.`;
}

function distance({ minors }: PythonRequest, interpreter: Interpreter): number {
  return Math.min(...minors.map((minor) => Math.abs(minor - minorOf(interpreter))));
}

/** Only among those that satisfy the request; a stand-in is better newer than older. */
function preference(request: PythonRequest, interpreter: Interpreter): number {
  return distance(request, interpreter) > 0 ? 0 : Math.abs(minorOf(interpreter) - preferred);
}

function minorOf({ version }: Interpreter): number {
  return version[1];
}
