import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';

const longestPath = 2000;
const longestSegment = 250;

/** The segments of a path below a container. Throws bad-argument on anything that could lead elsewhere. */
export function safeSegments(path: string): readonly string[] {
  const segments = path.split('/');
  const bad = segments.some(
    (segment) =>
      segment === '' ||
      segment === '.' ||
      segment === '..' ||
      segment.length > longestSegment ||
      hasForbidden(segment),
  );
  if (path.length <= longestPath && !bad) return segments;
  throw new DomainError(
    'bad-argument',
    `The path ${JSON.stringify(path.slice(0, 200))} is not allowed: it must be relative, with segments of 1 to ${longestSegment} characters, none of them '.' or '..', without backslashes or control characters.`,
    { target: 'path' },
  );
}

/** Below `root`, which the caller trusts. Throws as `safeSegments`. */
export function below(root: string, path: string): string {
  return join(root, ...safeSegments(path));
}

/** Names of containers are ours or a client's echo of ours. Throws not-found. */
export function safeContainer(name: string): string {
  if (/^[a-z0-9][a-z0-9-]{2,62}$/.test(name)) return name;
  throw new DomainError('not-found', `There is no container ${JSON.stringify(name.slice(0, 100))}.`);
}

function hasForbidden(segment: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\\\u0000-\u001f\u007f]/.test(segment);
}
