/** Which Python 3 minors a definition accepts. */
import { DomainError } from '../../domain/errors.ts';
import type { Clause } from './match-spec.ts';

export type PythonRequest = {
  /** As asked, in one spelling: '==3.11.*'; '' when the definition does not say. */
  readonly text: string;
  /** Minors of Python 3 that satisfy it, ascending; never empty. */
  readonly minors: readonly number[];
};

/** Far enough for any Python 3 there is or will soon be. */
const known = Array.from({ length: 45 }, (_, minor) => minor);

export const anyPython: PythonRequest = { text: '', minors: known };

/** @throws DomainError bad-argument when no Python 3 can satisfy the clauses */
export function pythonRequest(clauses: readonly Clause[]): PythonRequest {
  const text = clauses.map(({ operator, version }) => `${operator}${version}`).join(',');
  const minors = known.filter((minor) => clauses.every((clause) => accepts(clause, minor)));
  if (minors.length > 0) return { text, minors };
  throw new DomainError(
    'bad-argument',
    `The conda file asks for python ${text}; it must be a Python 3 such as 'python=3.11'.`,
    { target: 'condaFile' },
  );
}

/** True when some patch release of 3.`minor` may satisfy the clause. */
function accepts({ operator, version }: Clause, minor: number): boolean {
  const [major = 0, asked, patch] = version.replace('.*', '').split('.').map(Number);
  if (major !== 3)
    return operator === '!=' || (major < 3 ? operator.startsWith('>') : operator.startsWith('<'));
  switch (operator) {
    case '==':
      return asked === undefined || minor === asked;
    case '~=':
      return asked === undefined || (patch === undefined ? minor >= asked : minor === asked);
    case '!=':
      return asked === undefined ? false : minor !== asked || patch !== undefined;
    case '>=':
    case '>':
      return minor >= (asked ?? 0);
    case '<=':
      return asked === undefined ? true : minor <= asked;
    case '<':
      return asked === undefined ? false : minor < asked || (minor === asked && (patch ?? 0) > 0);
    default:
      return operator satisfies never;
  }
}
