import type { Static, TSchema } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { DomainError, type ErrorDetail } from '../domain/errors.ts';

type Problem = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
};

/**
 * A body checked against its schema; unknown members are refused, with their path.
 * Throws bad-argument whose message is the first problem and whose details are the first few.
 */
export function checked<T extends TSchema>(schema: T, body: unknown): Static<T> {
  if (Check(schema, body)) return body as Static<T>;
  const details = problems(Errors(schema, body), body);
  const [first] = details;
  throw new DomainError('bad-argument', first?.message ?? 'The body does not have the expected shape.', {
    ...(first?.target === undefined ? {} : { target: first.target }),
    details,
  });
}

function problems(errors: Iterable<Problem>, body: unknown): ErrorDetail[] {
  const all = [...errors];
  const details = all.filter(isCause(all)).flatMap((problem) =>
    targets(problem).map((target) => ({
      code: 'InvalidField',
      message: sentence(problem, target, at(body, problem.instancePath), all),
      target,
    })),
  );
  return details.filter(
    (detail, index) => details.findIndex((other) => other.target === detail.target) === index,
  );
}

/** Drops what only repeats another problem: `false` schemas of unknown members and the branches of a union. */
function isCause(all: readonly Problem[]): (problem: Problem) => boolean {
  const unions = new Set(
    all.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  );
  return ({ keyword, instancePath }) =>
    keyword !== 'boolean' && (keyword === 'anyOf' || !unions.has(instancePath));
}

/** The fields that a problem is about: unknown and missing members come together, one problem an object. */
function targets({ keyword, instancePath, params }: Problem): string[] {
  const members =
    keyword === 'additionalProperties' && 'additionalProperties' in params
      ? [params.additionalProperties].flat()
      : keyword === 'required' && 'requiredProperties' in params
        ? [params.requiredProperties].flat()
        : undefined;
  const path = steps(instancePath);
  const paths = members === undefined ? [path] : members.map((member) => [...path, String(member)]);
  return paths.map((one) => one.join('.') || '(body)');
}

function sentence(problem: Problem, target: string, value: unknown, all: readonly Problem[]): string {
  switch (problem.keyword) {
    case 'additionalProperties':
      return `${target} is not a known field.`;
    case 'required':
      return `${target} is required.`;
    case 'anyOf': {
      const choices = all.flatMap(({ instancePath, params }) =>
        instancePath === problem.instancePath && 'allowedValue' in params
          ? [String(params.allowedValue)]
          : [],
      );
      const allowed = choices.length > 0 ? `one of ${choices.join(', ')}` : 'of another type';
      return `${target} is ${show(value)}; it must be ${allowed}.`;
    }
    default:
      return `${target} is ${show(value)}; it ${problem.message}.`;
  }
}

function at(body: unknown, pointer: string): unknown {
  return steps(pointer).reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
}

/** The members that a JSON pointer (RFC 6901) goes through. */
function steps(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
