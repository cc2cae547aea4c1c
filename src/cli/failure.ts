/** What a command says when it cannot go on: the exit code is 1 (failed), 2 (wrong arguments) or 3 (not found). */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: 1 | 2 | 3;
  /** Lines of advice, printed below the message. */
  readonly hints: readonly string[];

  constructor(message: string, exitCode: 1 | 2 | 3 = 1, hints: readonly string[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.hints = hints;
  }
}

/** A mistake in the command line itself. */
export function usage(message: string, ...hints: readonly string[]): Failure {
  return new Failure(message, 2, hints);
}
