import { describe, expect, test } from 'vitest';
import { run } from '../support/command.ts';
import { cache, environment, newHome } from '../support/teal.ts';

describe('teal demo', () => {
  test('a whole rollout of a real model at 200 requests a second loses none', async () => {
    const env = environment(newHome());
    const { code, stdout, stderr } = await run('teal', ['demo', '--rate', '200', '--environments', cache], {
      env,
    });
    expect(stderr.split('\n').filter((line) => line.startsWith('ERROR'))).toEqual([]);
    expect(code).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['step', 'seconds', 'requests', 'blue', 'green', 'failed']);
    const [, , requests, blue, green, failed] = rows.at(-1) ?? [];
    expect(failed).toBe('0');
    expect(Number(requests)).toBeGreaterThan(1000);
    expect(Number(blue) + Number(green)).toBe(Number(requests));
    const deleted = rows.find(([step]) => step === 'delete blue') ?? [];
    expect(deleted[3]).toBe('0');
  });
});
