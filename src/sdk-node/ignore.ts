/** The patterns of `.amlignore`, else `.gitignore`, in the root of an uploaded folder. */

export type Ignore = (path: string, isFolder: boolean) => boolean;

type Line = { readonly pattern: RegExp; readonly kept: boolean; readonly foldersOnly: boolean };

/** Never uploaded, whatever the patterns say. */
const always = ['__pycache__', '.git', '.amlignore', '.gitignore'];

/** `*`, `?`, `**`, `[…]`, a leading or trailing `/`, `!` and `#` as gitignore has them; the last match decides. */
export function ignoreOf(text: string): Ignore {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(lineOf);
  return (path, isFolder) => {
    if (always.includes(path.split('/').at(-1) ?? '')) return true;
    const matching = lines.filter(
      ({ pattern, foldersOnly }) => (isFolder || !foldersOnly) && pattern.test(path),
    );
    return matching.length > 0 && matching.at(-1)?.kept !== true;
  };
}

function lineOf(line: string): Line {
  const kept = line.startsWith('!');
  const bare = kept ? line.slice(1) : line;
  const foldersOnly = bare.endsWith('/');
  const path = bare.replace(/\/$/, '');
  const anchored = path.includes('/');
  const body = path
    .replace(/^\//, '')
    .split(/(\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]]+\])/)
    .map(partOf)
    .join('');
  return { pattern: new RegExp(`^${anchored ? '' : '(?:.*/)?'}${body}$`), kept, foldersOnly };
}

function partOf(part: string): string {
  switch (part) {
    case '**/':
      return '(?:.*/)?';
    case '/**':
      return '/.*';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    default:
      return /^\[[^\]]+\]$/.test(part)
        ? part.replace(/^\[!/, '[^')
        : part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  }
}
