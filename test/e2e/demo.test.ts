import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../support/command.ts';
import { cache, environment, newHome } from '../support/teal.ts';

describe('teal demo', () => {
  test('a whole rollout of a real model at 200 requests a second loses none', async () => {
    const home = newHome();
    const words = ['--rate', '200', '--environments', cache, '--home', join(home, 'demo')];
    const { code, stdout, stderr } = await run('teal', ['demo', ...words], { env: environment(home) });
    rmSync(home, { recursive: true, force: true });
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
