import type { Plan } from '../definition/plan.ts';
import { StepFailed } from '../process/step-failed.ts';
import type { Interpreter } from '../python/choose.ts';
import { oldestMinor } from '../python/interpreters.ts';

/** @throws StepFailed that says what to install when this machine has no interpreter */
export function interpreterOf(interpreter: Interpreter | undefined, { python }: Plan): Interpreter {
  if (interpreter !== undefined) return interpreter;
  const wanted = python.text === '' ? '' : `; the definition asks for python ${python.text}`;
  throw new StepFailed(
    `No Python was found on this machine. Install Python 3.${oldestMinor} or newer, on PATH or with pyenv or uv${wanted}.`,
    [],
  );
}
