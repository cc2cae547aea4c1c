import { expect, test } from 'vitest';
import { readPipSettings, uvArguments, uvVariables } from './pip-settings.ts';

const pip = readPipSettings([
  ":env:.index-url='https://env.example.org/simple'",
  "global.index-url='https://global.example.org/simple'",
  "install.extra-index-url='https://a.example.org/simple\\nhttps://b.example.org/simple'",
  "global.cert='/etc/ssl/ca.pem'",
  "global.find-links='/wheels /more'",
  "global.default-timeout='180'",
  "global.pre='true'",
  'WARNING: something else',
]);

test("pip's configuration reaches uv, the stronger origin first", () => {
  expect(uvVariables(pip, {})).toEqual({
    UV_DEFAULT_INDEX: 'https://env.example.org/simple',
    UV_EXTRA_INDEX_URL: 'https://a.example.org/simple https://b.example.org/simple',
    UV_FIND_LINKS: '/wheels,/more',
    UV_HTTP_TIMEOUT: '180',
    UV_INDEX_STRATEGY: 'unsafe-best-match',
    SSL_CERT_FILE: '/etc/ssl/ca.pem',
  });
});

test('what is set for uv itself stays', () => {
  const own = { UV_INDEX_URL: 'x', UV_INDEX: 'x', UV_FIND_LINKS: 'x', UV_HTTP_TIMEOUT: '1' };
  const rest = { SSL_CERT_FILE: 'x', UV_INDEX_STRATEGY: 'first-index' };
  expect(uvVariables(pip, { ...own, ...rest })).toEqual({});
});

test('options of requirements that uv knows only as arguments', () => {
  expect(uvArguments(new Map(), ['--pre', '--trusted-host example.org', 'six'])).toEqual([
    '--prerelease',
    'allow',
    '--allow-insecure-host',
    'example.org',
  ]);
  expect(uvArguments(pip, ['six'])).toEqual(['--prerelease', 'allow']);
});
