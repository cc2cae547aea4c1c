import { describe, expect, test } from 'vitest';
import { DomainError } from '../domain/errors.ts';
import { failureMessage } from './failure.ts';
import { StepFailed } from './process/step-failed.ts';

const message = (lines: readonly string[], free: number | null = 1e9) =>
  failureMessage(new StepFailed('pip ended with 1', lines), free);

describe('what is told of a failed build', () => {
  test("uv's verdict, old and new", () => {
    const verdict = '  ╰─▶ Because there is no version of six==99.99';
    expect(message(['Using Python 3.12', '  × No solution found:', verdict])).toBe(
      '× No solution found:\n╰─▶ Because there is no version of six==99.99',
    );
    expect(message(['Resolving', 'error: No solution found', '  cause: Because'])).toBe(
      'error: No solution found\n  cause: Because',
    );
  });

  test("pip's ERROR lines and the cause of a conflict", () => {
    const lines = [
      'Collecting idna==2.0',
      'ERROR: Cannot install a and b because of conflicting dependencies.',
      'The conflict is caused by:',
      '    The user requested idna==2.0',
      '    requests depends on idna>=2.5',
      'To fix this you could try to:',
      'ERROR: ResolutionImpossible: for help visit https://example.org',
    ];
    expect(message(lines)).toBe(
      [
        lines[1],
        'The conflict is caused by:',
        '    The user requested idna==2.0',
        '    requests depends on idna>=2.5',
      ].join('\n'),
    );
  });

  test('a failing build of a package shows the exception', () => {
    const lines = [
      '  error: subprocess-exited-with-error',
      '      ModuleNotFoundError: No module named x',
      'ERROR: Failed to build a',
    ];
    expect(message(lines)).toContain('ModuleNotFoundError: No module named x');
    expect(message(lines)).toContain('ERROR: Failed to build a');
  });

  test('anything else: the last lines, or what the tool did', () => {
    expect(message(['one', 'two'])).toBe('one\ntwo');
    expect(message([])).toBe('pip ended with 1');
  });

  test('at most ten lines and 2,000 characters, no passwords', () => {
    const long = message(Array.from({ length: 40 }, (_, index) => `ERROR: ${index} ${'x'.repeat(300)}`));
    expect(long.length).toBeLessThanOrEqual(2000);
    const many = message(Array.from({ length: 40 }, (_, index) => `ERROR: ${index}`));
    expect(many.split('\n')).toHaveLength(11);
    expect(message(['ERROR: https://me:secret@example.org/simple'])).toBe(
      'ERROR: https://***@example.org/simple',
    );
  });

  test('a full disk is called one, however it shows', () => {
    const full = expect.stringContaining('is full');
    expect(message(['error: No space left on device (os error 28)'])).toEqual(full);
    expect(failureMessage(new Error('ENOSPC: no space left on device, write'), null)).toEqual(full);
    expect(message(['Error: ensurepip returned 1'], 4096)).toEqual(full);
  });

  test('a refusal is told in its own words', () => {
    expect(failureMessage(new DomainError('bad-argument', 'The conda file is empty.'), 1e9)).toBe(
      'The conda file is empty.',
    );
  });
});
