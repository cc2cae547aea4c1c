import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DomainError } from './errors.ts';
import { checkAssetName, checkName } from './names.ts';

const refusal = (work: () => void) => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
};

describe('the name of an endpoint or deployment', () => {
  test.each(['abc', 'a-1', 'A1b', 'a--b', `a${'b'.repeat(31)}`])('may be %s', (name) => {
    checkName('endpoint', name);
  });

  test.each(['', 'ab', 'a'.repeat(33)])('may not have the length of "%s"', (name) => {
    const error = refusal(() => checkName('deployment', name));
    expect(error).toMatchObject({ code: 'bad-argument', target: 'name' });
    expect(error.message).toContain(`deployment name '${name}' has ${name.length} characters`);
    expect(error.message).toContain('at least 3 and at most 32');
  });

  test.each(['1ab', '-ab', 'ab-', 'a_b', 'a.b', 'a b', 'äbc', 'abc\n'])('may not be spelled %j', (name) => {
    const error = refusal(() => checkName('endpoint', name));
    expect(error.message).toContain(`endpoint name '${name}' must start with a letter`);
  });

  test('may be whatever the rule of Azure ML allows, and nothing else', () => {
    const character = fc.constantFrom('a', 'Z', '0', '9', '-', '_', '.', ' ');
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1, maxLength: 34 }), (name) => {
        const allowed =
          name.length >= 3 &&
          name.length <= 32 &&
          /^[a-z]/i.test(name) &&
          !name.endsWith('-') &&
          ![...name].some((one) => '_. '.includes(one));
        if (allowed) checkName('endpoint', name);
        else refusal(() => checkName('endpoint', name));
      }),
    );
  });
});

describe('the name of an asset', () => {
  test.each(['a', '1', 'my.model_v-2', 'CliV2AnonymousEnvironment', 'a'.repeat(255)])('may be %s', (name) => {
    checkAssetName('model name', name);
  });

  test.each(['', '-a', '.a', '_a', 'a/b', 'a:b', 'a@b', '..', 'a\n', 'a'.repeat(256)])(
    'may not be %j',
    (name) => {
      const error = refusal(() => checkAssetName('model name', name));
      expect(error).toMatchObject({ code: 'bad-argument', target: 'name' });
      expect(error.message).toContain(`The model name '${name}' must start with a letter or digit`);
    },
  );
});
