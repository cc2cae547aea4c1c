import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary.suite.ts';
import { expandFiles } from './expand.ts';

const folder = temporaryFolder('expand');
writeFileSync(join(folder, 'value.txt'), 'line one\nline two\n');

test('@path is the text of the file without its last line break, also behind key=', () => {
  expect(expandFiles(['@value.txt', 'a=@value.txt', `@${folder}/value.txt`], folder)).toEqual([
    'line one\nline two',
    'a=line one\nline two',
    'line one\nline two',
  ]);
});

test('what names no file, or has its @ elsewhere, stays as it was typed', () => {
  const words = ['@missing', 'a=@missing', '@', 'KV=multiplier@https://kv.vault.azure.net', 'a=b=@value.txt'];
  expect(expandFiles(words, folder)).toEqual(words);
});
