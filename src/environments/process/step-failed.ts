/** A command of a build ended badly; `lines` is everything it said. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly lines: readonly string[];

  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}

/** The build was told to stop; nothing is wrong with it. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}
