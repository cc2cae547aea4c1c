import { describe, expect, test } from 'vitest';
import { anyPython, type PythonRequest } from '../definition/python-request.ts';
import { chooseInterpreter, type Interpreter } from './choose.ts';

const python = (version: string, makesVenvs = true): Interpreter => {
  const [major = 3, minor = 0, patch = 0] = version.split('.').map(Number);
  return { path: `/${version}`, version: [major, minor, patch], makesVenvs };
};
const asks = (...minors: readonly number[]): PythonRequest => ({ text: minors.join(), minors });
const chosen = (request: PythonRequest, ...found: readonly Interpreter[]) =>
  chooseInterpreter(request, found)?.interpreter.path;

describe('choosing an interpreter', () => {
  test('the exact minor, without a warning', () => {
    const choice = chooseInterpreter(asks(12), [python('3.11.9'), python('3.12.1'), python('3.13.0')]);
    expect(choice).toEqual({ interpreter: python('3.12.1'), warning: null });
  });

  test('else the nearest, the newer of two, with a warning that names both', () => {
    const choice = chooseInterpreter(asks(12), [python('3.11.9'), python('3.13.0'), python('3.8.1')]);
    expect(choice?.interpreter.path).toBe('/3.13.0');
    expect(choice?.warning).toContain('3.13.0');
    expect(choice?.warning).toContain('this machine has 3.8, 3.11, 3.13');
    expect(chosen(asks(6), python('3.13.0'), python('3.8.1'))).toBe('/3.8.1');
  });

  test('a request that leaves room gets 3.11 or what is next to it', () => {
    expect(chosen(anyPython, python('3.13.0'), python('3.11.1'), python('3.9.1'))).toBe('/3.11.1');
    expect(chosen(asks(12, 13, 14), python('3.11.1'), python('3.14.0'), python('3.13.0'))).toBe('/3.13.0');
  });

  test('of one minor: one that makes environments, then the newest', () => {
    expect(chosen(asks(11), python('3.11.9', false), python('3.11.2'), python('3.11.7'))).toBe('/3.11.7');
  });

  test('the order in which they were found makes no difference between versions', () => {
    const found = [python('3.9.1'), python('3.12.1'), python('3.12.4')];
    expect(chosen(asks(12), ...found)).toBe(chosen(asks(12), ...found.toReversed()));
  });

  test('none of none', () => {
    expect(chooseInterpreter(anyPython, [])).toBeUndefined();
  });
});
