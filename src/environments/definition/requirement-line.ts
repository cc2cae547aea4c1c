/** Lines of a requirements file, as pip reads them. */
import { DomainError } from '../../domain/errors.ts';

const requirement = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(\[[^\]]*\])?\s*(.*)$/;
const allowedOption =
  /^(?:--(?:index-url|extra-index-url|find-links|no-index|pre|prefer-binary|only-binary|no-binary|trusted-host|require-hashes)|-[if])(?:[\s=]|$)/;

/** Physical lines to logical ones: continuations joined, comments and blank lines gone. */
export function requirementLines(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** The project's name in PyPI's canonical form; undefined for options and URLs. */
export function requirementName(line: string): string | undefined {
  const name = requirement.exec(line)?.[1];
  return name === undefined || /^[\w+.-]+:\/\//.test(line) ? undefined : canonicalName(name);
}

export function canonicalName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}

/** True when the line says more than a name: a version, a URL, or a marker. */
export function isPinned(line: string): boolean {
  return (requirement.exec(line)?.[3] ?? '') !== '';
}

/** One spelling for lines that mean the same: canonical name, no spaces where they mean nothing. */
export function canonicalRequirement(line: string): string {
  const [, name, extras = '', rest = ''] = requirement.exec(line) ?? [];
  if (name === undefined || requirementName(line) === undefined) return line.replace(/\s+/g, ' ').trim();
  const tight = rest.startsWith('@')
    ? ` ${rest.replace(/\s+/g, ' ')}`
    : rest.replace(/^.*?(?=\s--|;|$)/, (specifier) => specifier.replace(/[\s()]+/g, ''));
  return `${canonicalName(name)}${extras.replace(/\s+/g, '').toLowerCase()}${tight}`;
}

/**
 * Refuses lines that need files beside the definition, and lines that are no requirement.
 * @throws DomainError bad-argument, naming the line
 */
export function checkRequirement(line: string, where: string): void {
  if (
    /^(?:-r|--requirement|-c|--constraint|-e|--editable)\b/.test(line) ||
    /^(?:\.{0,2}\/|file:)/.test(line)
  ) {
    throw new DomainError(
      'bad-argument',
      `'${line}' in ${where} names a file beside the definition, and only the definition itself reaches the server; list the packages instead.`,
    );
  }
  if (line.startsWith('-') ? allowedOption.test(line) : looksLikeRequirement(line)) return;
  throw new DomainError(
    'bad-argument',
    `'${line}' in ${where} is not a requirement; allowed are a package such as 'numpy==2.2.6', a URL, or an index option such as '--extra-index-url'.`,
  );
}

/** A package with or without versions, marker or URL; not a sentence, not a mapping. */
export function looksLikeRequirement(line: string): boolean {
  if (/^(?:git|hg|svn|bzr)\+\S+$|^https?:\/\/\S+$/.test(line)) return true;
  const rest = requirement.exec(line)?.[3];
  return rest !== undefined && (rest === '' || /^(?:\(?\s*(?:[<>!~=]=|[<>]|===)|;|@\s|--hash)/.test(rest));
}
