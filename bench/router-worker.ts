/**
 * A router worker as a process of its own, in the run directory that it is given; prints its port. With `log` behind that
 * it writes its traffic log as `teal up` has it done, below the same directory.
 */
import { layout } from '../src/main/home.ts';
import { trafficOf, usualLogs } from '../src/main/logs.ts';
import { startRouterWorker } from '../src/router/worker.ts';

const runDir = process.argv[2] ?? '';
const log = (line: string) => console.error(line);
const bytes = process.argv[3] === 'log' ? usualLogs.trafficBytes : 0;
const config = {
  role: 'router',
  home: runDir,
  index: 0,
  host: '127.0.0.1',
  port: 0,
  reusePort: false,
} as const;
const worker = await startRouterWorker({
  index: 0,
  host: '127.0.0.1',
  port: 0,
  runDir,
  reusePort: false,
  traffic: trafficOf(layout(runDir), { ...config, trafficLogBytes: bytes }),
  log,
});
console.log(worker.port);
