import { describe, expect, test } from 'vitest';
import { ceilings, exceptions, tables } from './matrix.ts';
import { sources } from './sources.ts';

const files = ['src', 'web/src', 'test', 'bench'].flatMap((folder) => sources(folder));

describe('small by measure', () => {
  test('no file is over its ceiling', () => {
    const over = files
      .filter(({ path }) => !(path in exceptions))
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (tables.includes(path) ? ceilings.table : ceilings.file));
    expect(over).toEqual([]);
  });

  test('no top-level function is over its ceiling', () => {
    const over = files
      .filter(
        ({ path }) =>
          /^(web\/)?src\//.test(path) && !path.endsWith('.test.ts') && !path.endsWith('.suite.ts'),
      )
      .filter(({ path }) => !(path in exceptions))
      .flatMap(({ path, text }) => functions(text).map((found) => ({ path, ...found })))
      .filter(({ lines }) => lines > ceilings.function);
    expect(over).toEqual([]);
  });

  test('every exception names a file that exists', () => {
    const paths = new Set(files.map(({ path }) => path));
    expect(Object.keys(exceptions).filter((path) => !paths.has(path))).toEqual([]);
  });
});

/** Functions and methods by indentation: the formatter closes a body at the indent at which it was opened. */
function functions(text: string): { name: string; lines: number }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const opened =
      /^( *)(?:export )?(?:default )?(?:async )?(?:function\*? |(?:static |override |private |async |\*|get |set |#)*)([\w$]+)(?:<.*>)?\(.*\{$/.exec(
        line,
      ) ?? /^( *)(?:export )?const ([\w$]+) = .*=> \{$/.exec(line);
    if (opened === null || /^ *(?:if|for|while|switch|catch|describe|test|it)\b/.test(line)) return [];
    const end = lines.indexOf(`${opened[1]}}`, start + 1);
    return end < 0 ? [] : [{ name: opened[2] ?? '', lines: end - start + 1 }];
  });
}
