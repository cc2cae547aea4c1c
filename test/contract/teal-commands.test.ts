import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { must, run } from '../support/command.ts';
import { environment, newHome } from '../support/teal.ts';

const homes: string[] = [];
const fresh = () => {
  const home = newHome();
  homes.push(home);
  return { home, env: environment(home) };
};

describe('teal up, status, exec and down', () => {
  afterAll(async () => {
    for (const home of homes) {
      await run('teal', ['down', '--home', home], { env: environment(home) });
      rmSync(home, { recursive: true, force: true });
    }
  });

  test('a detached Teal is shown, used and stopped', async () => {
    const { home, env } = fresh();
    expect(JSON.parse(await must('teal', ['status'], { env }))).toEqual({ home, state: 'stopped' });
    await must('teal', ['up', '--detach', '--port', '0'], { env });
    const shown = JSON.parse(await must('teal', ['status'], { env })) as Record<string, unknown>;
    expect(shown).toMatchObject({ home, state: 'running' });
    expect(shown.routers).toHaveLength(2);
    expect(await must('teal', ['exec', '--', 'az', 'ml', 'online-endpoint', 'list'], { env })).toBe('[]');
    await must('teal', ['down'], { env });
    expect(JSON.parse(await must('teal', ['status'], { env }))).toEqual({ home, state: 'stopped' });
    const again = await run('teal', ['down'], { env });
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toContain('does not run');
  });

  test('a home is named by an option as well', async () => {
    const { home } = fresh();
    const other = fresh();
    const words = ['--host', '127.0.0.1', '--router-workers', '1', '--local'];
    await must('teal', ['up', '--home', home, '--detach', '--port', '0', ...words], { env: other.env });
    const shown = JSON.parse(await must('teal', ['status', '--home', home], { env: other.env }));
    expect(shown).toMatchObject({ home, state: 'running', routers: [expect.anything()] });
    const list = ['az', 'ml', 'online-endpoint', 'list'];
    expect(await must('teal', ['exec', '--home', home, '--', ...list], { env: other.env })).toBe('[]');
    expect(await must('teal', ['env', '--home', home], { env: other.env })).toContain(home);
    await must('teal', ['down', '--home', home], { env: other.env });
  });

  test('exec ends as the command ends, and says when there is nothing to run it against', async () => {
    const { env } = fresh();
    const without = await run('teal', ['exec', '--', 'true'], { env });
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('teal up');
    await must('teal', ['up', '--detach', '--port', '0'], { env });
    expect((await run('teal', ['exec', '--', 'sh', '-c', 'exit 7'], { env })).code).toBe(7);
    const missing = await run('teal', ['exec', '--', 'no-such-program'], { env });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('no-such-program');
  });

  test('of several starts on the home of a dead one, one wins and the others say so', async () => {
    const { home, env } = fresh();
    mkdirSync(join(home, 'run'), { recursive: true });
    writeFileSync(join(home, 'run', 'supervisor.json'), '{"pid":999999,"startTime":"1"}');
    const starts = await Promise.all(
      [1, 2, 3, 4].map(() => run('teal', ['up', '--detach', '--port', '0'], { env })),
    );
    expect(starts.map(({ code }) => code).sort()).toEqual([0, 1, 1, 1]);
    for (const { stderr } of starts.filter(({ code }) => code !== 0))
      expect(stderr).toContain('already runs');
  });

  test.each([
    ['a port that is none', ['up', '--port', '70000'], 2, '--port is 70000'],
    ['a port that is no number', ['up', '--port', 'http'], 2, '--port'],
    ['an option that there is not', ['up', '--speed', '9'], 2, '--speed'],
    ['a command that there is not', ['upp'], 2, "Did you mean 'up'"],
  ])('%s is refused', async (_, words, code, message) => {
    const { env } = fresh();
    const refused = await run('teal', words, { env });
    expect(refused).toMatchObject({ code, stdout: '' });
    expect(refused.stderr).toContain(message);
  });

  test.each(['bash', 'zsh', 'fish'])('completion for %s is printed', async (shell) => {
    const { env } = fresh();
    expect(await must('teal', ['completion', shell], { env })).toContain('__complete');
  });
});
