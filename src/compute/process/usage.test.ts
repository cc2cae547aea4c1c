import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usageOfCgroup, usageOfTree } from './usage.ts';

/** Spends CPU time in a child that ends, holds memory in one that stays, then says so. */
const program = `
import subprocess, sys
subprocess.run([sys.executable, "-c", "sum(range(12_000_000))"])
child = subprocess.Popen([sys.executable, "-c", "held = bytearray(64 << 20); import sys; print('held', flush=True); sys.stdin.read()"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
print("ready", flush=True)
sys.stdin.read()
`;

test.runIf(process.platform === 'linux')(
  'a process is measured with its children, those that ended included',
  async () => {
    const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    await once(child.stdout, 'data');
    const usage = usageOfTree(child.pid ?? 0);
    child.stdin.end();
    await gone;
    expect(usage?.cpuSeconds).toBeGreaterThan(0.1);
    expect(usage?.memoryBytes).toBeGreaterThan(64 << 20);
    expect(usage?.memoryBytes).toBeLessThan(256 << 20);
    expect(usageOfTree(child.pid ?? 0)).toBeUndefined();
  },
);

test('a cgroup says it all at once; one that is gone says nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'teal-cgroup-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cpu.stat'), 'usage_usec 2500000\nuser_usec 2000000\n');
  writeFileSync(join(folder, 'memory.current'), '5000\n');
  writeFileSync(join(folder, 'memory.stat'), 'anon 3000\ninactive_file 1000\n');
  expect(usageOfCgroup(folder)).toEqual({ cpuSeconds: 2.5, memoryBytes: 4000 });
  rmSync(folder, { recursive: true });
  expect(usageOfCgroup(folder)).toBeUndefined();
});
