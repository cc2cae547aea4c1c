/** Conda match specs, as far as they have a meaning on PyPI. */
import { DomainError } from '../../domain/errors.ts';

export type Clause = {
  readonly operator: '==' | '!=' | '>=' | '<=' | '>' | '<' | '~=';
  /** A PEP 440 version, with `.*` at the end where a prefix is meant. */
  readonly version: string;
};

export type MatchSpec = {
  readonly name: string;
  /** All of them hold; [] means any version. */
  readonly clauses: readonly Clause[];
  /** The build string that was asked for; nothing on PyPI answers to it. */
  readonly build: string | null;
};

const shape = /^(?:[^\s:]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)$/;
const withBuild = /^(={0,2})\s*([^\s=<>!~,|]+)(?:=+|\s+)([\w.*]+)$/;
const clauseShape = /^(==|!=|>=|<=|~=|=|>|<)?\s*([^\s=<>!~]+)$/;
const pep440 =
  /^(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|rc|c)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$/i;

/** The name alone, in lower case; undefined when the entry does not begin with one. */
export function matchSpecName(entry: string): string | undefined {
  return shape.exec(entry.trim())?.[1]?.toLowerCase();
}

/**
 * `numpy`, `numpy=2.2`, `numpy >=1,<2`, `conda-forge::numpy==2.2.6`, `numpy=2.2.6=py311_0`.
 * @throws DomainError bad-argument, naming the entry
 */
export function parseMatchSpec(entry: string): MatchSpec {
  const text = entry.replace(/\s#.*$/, '').trim();
  const [, name, rest = ''] = shape.exec(text) ?? [];
  if (name === undefined || /[[\]]/.test(rest)) {
    throw refuse(entry, "must be a name with versions such as 'numpy=2.2.6' or 'numpy>=2,<3'");
  }
  if (rest.includes('|')) throw refuse(entry, "offers alternatives with '|'; name one range instead");
  const built = withBuild.exec(rest);
  if (built !== null) {
    const [, , version = '', build = ''] = built;
    return { name: name.toLowerCase(), clauses: clause(entry, '==', version), build };
  }
  const clauses = rest === '' ? [] : rest.split(',').flatMap((part) => parseClause(entry, part.trim()));
  return { name: name.toLowerCase(), clauses, build: null };
}

function parseClause(entry: string, part: string): readonly Clause[] {
  const [, operator = '', version] = clauseShape.exec(part) ?? [];
  if (version === undefined)
    throw refuse(entry, `has '${part}' where a version such as '=2.2' or '>=2' belongs`);
  return clause(entry, operator, version);
}

function clause(entry: string, operator: string, version: string): readonly Clause[] {
  const bare = version.replace(/\.?\*$/, '');
  const starred = bare !== version;
  if (starred && bare === '') return [];
  if (!pep440.test(bare)) throw refuse(entry, `has the version '${version}', which PyPI cannot express`);
  switch (operator) {
    case '>=':
    case '<=':
    case '>':
    case '<':
    case '~=':
      return [{ operator, version: bare }];
    case '!=':
      return [{ operator, version: starred ? `${bare}.*` : bare }];
    case '=':
      return [{ operator: '==', version: starred || isPrefix(bare) ? `${bare}.*` : bare }];
    default:
      return [{ operator: '==', version: starred ? `${bare}.*` : bare }];
  }
}

/** Conda's single '=' matches by prefix; three numbers are a whole version for all but a few projects. */
function isPrefix(version: string): boolean {
  return /^(?:\d+!)?\d+(?:\.\d+)?$/.test(version);
}

function refuse(entry: string, why: string): DomainError {
  return new DomainError('bad-argument', `The dependency '${entry}' of the conda file ${why}.`, {
    target: 'condaFile',
  });
}
