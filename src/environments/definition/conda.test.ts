import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCondaFile } from './conda.ts';

const refused = (text: string) => expect(() => parseCondaFile(text));

/** Nine times nine times nine ... */
const exploding = [
  'a0: &a0 [x, x]',
  ...Array.from(
    { length: 20 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]`,
  ),
  'dependencies: *a20',
].join('\n');

describe('reading conda files', () => {
  test('YAML, with match specs and one pip list', () => {
    const text = `
name: x
channels: [conda-forge]
dependencies:
  - python=3.10   # a comment
  - numpy >=1,<2
  - pip
  - pip:
      - joblib==1.4.2 # why
      - "git+https://example.org/a.git"
`;
    expect(parseCondaFile(text)).toEqual({
      kind: 'conda',
      channels: ['conda-forge'],
      dependencies: ['python=3.10', 'numpy >=1,<2', 'pip'],
      pip: ['joblib==1.4.2', 'git+https://example.org/a.git'],
      ignored: [],
    });
  });

  test('JSON, as clients send it', () => {
    const text = JSON.stringify({ variables: {}, dependencies: ['python=3.11', { pip: ['six'] }] });
    expect(parseCondaFile(text)).toMatchObject({
      dependencies: ['python=3.11'],
      pip: ['six'],
      ignored: ['variables'],
    });
  });

  test.each([
    ['six==1.17.0'],
    ['# tools\nsix\nidna>=3 ; python_version > "3.8"\n'],
    ['--extra-index-url https://example.org/simple\nsix[extra]~=1.0'],
    ['pkg @ https://example.org/pkg.whl'],
  ])('a requirements.txt is one: %j', (text) => {
    expect(parseCondaFile(text)).toMatchObject({ kind: 'requirements' });
  });

  test.each([
    ['dependencies: [{ numpy: 1.2 }]', '\'{"numpy":1.2}\''],
    ['dependencies: [3.11]', "'3.11'"],
    ['dependencies: numpy', "'dependencies'"],
    ['dependencies: [{ pip: [a] }, { pip: [b] }]', 'more than one'],
    ['dependencies: [{ pip: [-r requirements.txt] }]', "'-r requirements.txt'"],
    ['dependencies: [{ pip: [-e .] }]', "'-e .'"],
    ['dependencies: [{ pip: ["numpy 1.2"] }]', "'numpy 1.2'"],
    ['channels: conda-forge', "'channels'"],
    ['- numpy\n- scipy', 'is a list'],
    ['', 'empty'],
    ['# nothing\n', 'empty'],
    ['dependencies: [', 'not valid YAML'],
    ['this is a sentence', "'this is a sentence'"],
    [exploding, 'alias'],
  ])('refuses %j and names the entry', (text, named) => {
    refused(text).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining(named) }),
    );
  });

  test('whatever the text, the answer is a file or a refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('*a', '&a [*a]', '!!js x', '\t- x')),
        (text) => {
          try {
            expect(parseCondaFile(text)).toHaveProperty('kind');
          } catch (error) {
            expect(error).toHaveProperty('code', 'bad-argument');
          }
        },
      ),
    );
  });
});
