/** The decisions of the client that need nobody on the other side. */
import { describe, expect, test } from 'vitest';
import { ScoringError } from './errors.ts';
import { folderOf, pickedFiles } from './files.ts';
import { baseUrl, rebased } from './links.ts';
import { waitMs } from './retry.ts';
import { replaced } from './traffic.ts';

describe('links', () => {
  test.each([
    ['http://page:1', 'http://127.0.0.1:2/x/y?z=1', 'http://page:1/x/y?z=1'],
    ['http://page:1', '/x', 'http://page:1/x'],
    ['https://page/teal', 'http://127.0.0.1:2/x', 'https://page/teal/x'],
    ['https://page/teal', 'https://page/teal/x', 'https://page/teal/x'],
    ['https://page/teal', 'https://page/tealish', 'https://page/teal/tealish'],
    ['http://page:1', 'https://thief.example/x?sig=a%2Bb', 'http://page:1/x?sig=a%2Bb'],
  ])('from %s, %s is %s', (base, link, expected) => {
    expect(rebased(base, link)).toBe(expected);
  });

  test.each(['', '127.0.0.1:8400', 'ftp://host', 'http://'])('%j is no base address', (given) => {
    expect(() => baseUrl('url', given)).toThrow(`url is '${given}'`);
  });
});

test('a split is replaced whole, whatever the case of the names', () => {
  expect(replaced({ blue: 90, green: 10 }, { Green: 100 })).toEqual({ blue: null, green: 100 });
  expect(replaced({ blue: 100 }, {})).toEqual({ blue: null });
});

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'x-ms-retry-after-ms': '100', 'retry-after': '2' }, 100],
  [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('the headers %j ask to wait %s ms', (headers, expected) => {
  expect(waitMs(new Headers(headers))).toBe(expected);
});

test('a date in Retry-After counts from now', () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  expect(waitMs(new Headers({ 'retry-after': inAMinute }))).toBeGreaterThan(50_000);
});

describe('picked files', () => {
  const file = (name: string, webkitRelativePath = '') =>
    Object.assign(new File([name], name), { webkitRelativePath });
  const shown = ({ kind, leaf, files }: ReturnType<typeof pickedFiles>) => [
    kind,
    leaf,
    files.map(({ path }) => path),
  ];

  test('one is itself, several lie in a folder, a folder keeps its paths', () => {
    expect(shown(pickedFiles([file('m.pkl')]))).toEqual(['file', 'm.pkl', ['m.pkl']]);
    expect(shown(pickedFiles([file('a.py'), file('b.py')], 'code'))).toEqual([
      'folder',
      'code',
      ['a.py', 'b.py'],
    ]);
    expect(shown(pickedFiles([file('a.py', 'code/a.py'), file('c.py', 'code/b/c.py')]))).toEqual([
      'folder',
      'code',
      ['a.py', 'b/c.py'],
    ]);
  });

  test('none, and several without a folder, are refused', () => {
    expect(() => pickedFiles([])).toThrow('picked holds no files');
    expect(() => pickedFiles([file('a'), file('b')])).toThrow('folder is missing; 2 files need');
    expect(() => folderOf('code', {})).toThrow('contents holds no files');
  });
});

test('a scoring error says what the router, the model and the text say', () => {
  const headers = {
    'ms-azureml-model-error-statuscode': '500',
    'ms-azureml-model-error-reason': 'model_error',
  };
  const error = new ScoringError(new Response(null, { status: 424, headers }), '{"message": "bad row"}');
  expect(error).toMatchObject({ status: 424, modelStatus: 500, reason: 'model_error', message: 'bad row' });
});
