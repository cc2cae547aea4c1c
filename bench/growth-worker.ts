/** A router worker for the growth benchmark: tells on each line of stdin what it holds in memory after a collection. */
import { createInterface } from 'node:readline';
import { startRouterWorker } from '../src/router/worker.ts';

const runDir = process.argv[2] ?? '';
const log = (line: string) => process.stderr.write(`${line}\n`);
const index = Number(process.argv[3] ?? 0);
const options = { index, host: '127.0.0.1', port: 0, runDir, reusePort: false, log };
const { port } = await startRouterWorker(options);
process.stdout.write(`${port}\n`);
createInterface({ input: process.stdin }).on('line', () => {
  gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.stdout.write(`${JSON.stringify({ held: heapUsed + external, rss })}\n`);
});
