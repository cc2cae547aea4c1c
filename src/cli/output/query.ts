import { usage } from '../failure.ts';

/** A compiled `--query`. */
export type Query = (value: unknown) => unknown;

type JmesPath = {
  readonly compile: (expression: string) => unknown;
  readonly search: (value: unknown, expression: string) => unknown;
};

/** Compiles a JMESPath expression; a bad one is a mistake in the arguments (exit 2). */
export async function compileQuery(expression: string): Promise<Query> {
  const { default: jmespath } = (await import('jmespath')) as unknown as { default: JmesPath };
  try {
    jmespath.compile(expression);
  } catch (error) {
    throw usage(`argument --query: '${expression}' is not a JMESPath expression: ${reason(error)}`);
  }
  return (value) => {
    try {
      return jmespath.search(value, expression);
    } catch (error) {
      throw usage(`argument --query: '${expression}' cannot be applied to the result: ${reason(error)}`);
    }
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
