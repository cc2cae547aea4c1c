import type { Plan } from '../definition/plan.ts';
import type { Interpreter } from '../python/choose.ts';

export type BuilderKind = 'uv' | 'venv' | 'micromamba' | 'conda';

/** Where and from what one environment is made. */
export type Site = {
  readonly plan: Plan;
  /** Undefined when this machine has none; builders that bring their own do not mind. */
  readonly interpreter: Interpreter | undefined;
  /** Absolute path of the environment to be made; nothing is there yet. */
  readonly env: string;
  /** Absolute path of a requirements file with the plan's lines, in the folder in which steps run. */
  readonly requirementsFile: string;
  readonly step: Step;
  readonly note: (line: string) => void;
};

/** Runs a command in the folder of the build, logged; rejects with StepFailed or Stopped. */
export type Step = (
  program: string,
  args: readonly string[],
  options?: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly timeoutMs?: number;
    readonly unlogged?: boolean;
  },
) => Promise<readonly string[]>;

export type Builder = {
  readonly kind: BuilderKind;
  /** Makes `site.env` with `bin/python` in it. */
  make(site: Site): Promise<void>;
};
