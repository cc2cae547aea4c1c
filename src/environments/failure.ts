/** What a user needs to know of a build that ended badly. */
import { DomainError } from '../domain/errors.ts';
import { masked } from './build-log.ts';
import { StepFailed } from './process/step-failed.ts';

const lineLimit = 10;
const characterLimit = 2_000;
const full = /no space left on device|os error 28|errno 28|disk quota exceeded|ENOSPC|EDQUOT/i;

/** `freeBytes` is what the disk under the environments still holds; null when it cannot be told. */
export function failureMessage(error: unknown, freeBytes: number | null): string {
  const lines = error instanceof StepFailed ? error.lines : [];
  const said = error instanceof Error ? error.message : String(error);
  if (full.test(said) || lines.some((line) => full.test(line)) || (freeBytes ?? 1e9) < 1_000_000) {
    return 'The disk that holds the environments is full; free some space and update the deployment to try again.';
  }
  if (error instanceof DomainError || lines.length === 0) return shorten([said]);
  return shorten(essential(lines) ?? lines.slice(-lineLimit));
}

/** The resolver's own verdict, without what it did on the way. */
function essential(lines: readonly string[]): readonly string[] | undefined {
  return uvVerdict(lines) ?? pipVerdict(lines);
}

/** uv ends with its verdict: from '×' or 'error:' on, depending on its version. */
function uvVerdict(lines: readonly string[]): readonly string[] | undefined {
  const start = lines.findIndex((line) => /^\s*×\s/.test(line) || /^error: /.test(line));
  const isPip = lines.some((line) => /^ERROR: /.test(line)) || /subprocess-exited/.test(lines[start] ?? '');
  return start < 0 || isPip
    ? undefined
    : lines.slice(start).map((line) => line.replace(/^ {2}(?=×|[├╰])/, ''));
}

/** pip says ERROR, and for a conflict lists its cause without saying so again. */
function pipVerdict(lines: readonly string[]): readonly string[] | undefined {
  const cause = lines.findIndex((line) => /^The conflict is caused by:/.test(line));
  const after = cause < 0 ? [] : lines.slice(cause + 1);
  const length = after.findIndex((line) => !/^\s/.test(line));
  const conflict =
    cause < 0 ? [] : [lines[cause] ?? '', ...after.slice(0, length < 0 ? after.length : length)];
  const errors = lines.filter((line) => /^ERROR: /.test(line) && !/for help visit/.test(line));
  const failed = lines.filter((line) => /^\s*(?:error: |× |[A-Za-z]*(?:Error|Exception): )/.test(line));
  if (errors.length === 0 && failed.length === 0) return undefined;
  return [...errors, ...conflict, ...(errors.length === 0 ? failed : failed.slice(-3))];
}

function shorten(lines: readonly string[]): string {
  const kept = lines.slice(0, lineLimit).map((line) => masked(line.trimEnd()));
  const text = [...kept, ...(lines.length > lineLimit ? ['(more in the build log)'] : [])].join('\n');
  return text.length <= characterLimit ? text : `${text.slice(0, characterLimit - 1)}…`;
}
