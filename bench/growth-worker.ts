/**
 * A router worker for the growth benchmark. On each line of stdin it tells of itself: `memory` what it holds after a
 * collection, `stopped` for how long it did nothing else at most since it was asked last, in ms.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { startRouterWorker } from '../src/router/worker.ts';

const runDir = process.argv[2] ?? '';
const log = (line: string) => process.stderr.write(`${line}\n`);
const index = Number(process.argv[3] ?? 0);
const options = { index, host: '127.0.0.1', port: 0, runDir, reusePort: false, log };
const { port } = await startRouterWorker(options);
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.stdout.write(`${port}\n`);
createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${line === 'memory' ? memory() : stopped()}\n`);
});

function memory(): string {
  gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return JSON.stringify({ held: heapUsed + external, rss });
}

/** Node tells how late a timer of 1 ms is. */
function stopped(): string {
  const longest = Math.max(0, delay.max / 1e6 - 1);
  delay.reset();
  return String(longest);
}
