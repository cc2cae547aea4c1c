import { ArmError, TransportError } from '../sdk/errors.ts';
import { Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Says what went wrong on standard error; the value is the exit code. */
export function report(
  error: unknown,
  speak: Terminal,
  at: { readonly program: string; readonly words: readonly string[] },
): number {
  const name = [at.program, ...at.words].join(' ');
  if (error instanceof Error && error.stack !== undefined) speak.debug(error.stack);
  if (error instanceof Failure) {
    speak.error(error.message);
    for (const hint of error.hints) speak.note(hint);
    if (error.exitCode === 2) speak.note(`Try '${name} --help'.`);
    return error.exitCode;
  }
  if (error instanceof ArmError) {
    speak.error(armText(error));
    return error.status === 404 ? 3 : 1;
  }
  if (error instanceof TransportError) {
    speak.error(error.message);
    return 1;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    speak.error('Interrupted. What the service has begun it goes on with.');
    return 1;
  }
  speak.error(`${name} met an unexpected error: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error) speak.note('Run it again with --debug to see where.');
  return 1;
}

/** `(code) message`, then each detail that says more than the message. */
export function armText(error: ArmError): string {
  const details = error.details
    .filter(({ message }) => message !== error.message)
    .map(({ code, message }) => `\n  (${code}) ${message}`);
  return `(${error.code}) ${error.message}${details.join('')}`;
}
