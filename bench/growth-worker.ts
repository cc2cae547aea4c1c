/**
 * A router worker for the growth benchmark. On each line of stdin it tells of itself: `memory` what it holds after a
 * collection, `stopped` for how long it did one thing at most since `watch`, in ms.
 */
import { createInterface } from 'node:readline';
import { startRouterWorker } from '../src/router/worker.ts';

const runDir = process.argv[2] ?? '';
const log = (line: string) => process.stderr.write(`${line}\n`);
const index = Number(process.argv[3] ?? 0);
const options = { index, host: '127.0.0.1', port: 0, runDir, reusePort: false, log };
const { port } = await startRouterWorker(options);
let timer: NodeJS.Timeout | undefined;
let longest = 0;
process.stdout.write(`${port}\n`);
createInterface({ input: process.stdin }).on('line', (line) => {
  const say = line === 'memory' ? memory : line === 'watch' ? watch : stopped;
  process.stdout.write(`${say()}\n`);
});

function memory(): string {
  gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return JSON.stringify({ held: heapUsed + external, rss });
}

/** By the processor time of its thread: what others do on the machine is not in it, and collections are. */
function watch(): string {
  longest = 0;
  let before = spent();
  timer = setInterval(() => {
    const now = spent();
    longest = Math.max(longest, now - before);
    before = now;
  }, 1);
  return '';
}

function stopped(): string {
  clearInterval(timer);
  return String(longest);
}

function spent(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
