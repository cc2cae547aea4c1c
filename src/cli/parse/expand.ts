import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';

/**
 * Replaces `@path` arguments, and what follows the `=` of `key=@path`, by the text of that file (`@-` is standard
 * input), without its last line break. What names no readable file stays as it was typed (Azure CLI's rule).
 */
export function expandFiles(argv: readonly string[], cwd: string): readonly string[] {
  return argv.map((argument) => {
    if (argument.startsWith('@')) return read(argument, cwd);
    const sign = argument.indexOf('=@');
    if (sign < 0 || sign !== argument.indexOf('=')) return argument;
    return `${argument.slice(0, sign + 1)}${read(argument.slice(sign + 1), cwd)}`;
  });
}

function read(argument: string, cwd: string): string {
  const path = argument.slice(1);
  if (path === '') return argument;
  try {
    const source = path === '-' ? 0 : resolve(cwd, path.replace(/^~(?=\/)/, homedir()));
    return readFileSync(source, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return argument;
  }
}
