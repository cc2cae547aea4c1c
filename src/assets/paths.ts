import { DomainError } from '../domain/errors.ts';

/** The container that is always there and is never swept; its name is the one that Azure gives the default datastore's. */
export const blobstore = 'azureml-blobstore';

const maxPathBytes = 1024;
const maxSegmentBytes = 255;

/**
 * The segments of a blob's path, which is relative to its container and separated by '/'. Throws bad-argument when the
 * path could name anything else than one place below the container.
 */
export function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/');
  const fault = faultOf(path) ?? segments.map(faultOfSegment).find((found) => found !== undefined);
  if (fault === undefined) return segments;
  throw new DomainError('bad-argument', `path is ${shown(path)}; it must ${fault}.`, { target: 'path' });
}

/** 3 to 63 lower-case letters, digits and inner hyphens (Azure Blob Storage). */
export function isContainerName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name);
}

/** A name or path from outside, as it may stand in a message. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

function faultOf(path: string): string | undefined {
  if (path === '') return 'not be empty';
  if (path.startsWith('/')) return "be relative to the container, without a leading '/'";
  if (Buffer.byteLength(path) > maxPathBytes) return `be at most ${maxPathBytes} bytes of UTF-8`;
  // a lone surrogate becomes U+FFFD on disk, so two different paths would be one file
  if (!path.isWellFormed()) return 'be well-formed Unicode';
  if (path.includes('\\')) return "separate folders by '/', without '\\'";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'not contain control characters';
  return undefined;
}

function faultOfSegment(segment: string): string | undefined {
  if (segment === '') return "not have empty segments ('//', or '/' at the end)";
  if (segment === '.' || segment === '..') return "not have the segments '.' and '..'";
  if (Buffer.byteLength(segment) > maxSegmentBytes) {
    return `have segments of at most ${maxSegmentBytes} bytes of UTF-8`;
  }
  return undefined;
}
