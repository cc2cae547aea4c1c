/** A router worker as a process of its own, in the run directory that it is given; prints its port. */
import { startRouterWorker } from '../src/router/worker.ts';

const runDir = process.argv[2] ?? '';
const log = (line: string) => console.error(line);
const worker = await startRouterWorker({
  index: 0,
  host: '127.0.0.1',
  port: 0,
  runDir,
  reusePort: false,
  log,
});
console.log(worker.port);
