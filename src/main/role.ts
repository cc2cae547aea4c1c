/** Entry of the control and router processes: takes its configuration over IPC, says when it is ready, obeys a stop. */
import { enableCompileCache } from 'node:module';
import type { Ports, RoleConfig, RoleMessage, StopRequest } from './config.ts';
import { layout } from './home.ts';
import { createLog, logOrLose } from './log.ts';

type Running = { readonly ports: Ports; stop(instancesToo: boolean): Promise<void> };

enableCompileCache();
logOrLose();

const say = (message: RoleMessage): void => {
  process.send?.(message);
};

// The terminal's Ctrl-C reaches the whole group; only the supervisor decides who ends when.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

process.once('message', async (config: RoleConfig) => {
  const log = createLog(config.role === 'router' ? `router-${config.index}` : config.role);
  try {
    const running = await start(config);
    log('info', 'ready', running.ports);
    const end = once(async (instancesToo: boolean) => {
      await running.stop(instancesToo);
      log('info', 'stopped');
      process.exit(0);
    });
    process.on('message', (request: StopRequest) => void end(request.instancesToo));
    process.on('disconnect', () => void end(false));
    say({ kind: 'ready', ...running.ports });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    log('error', 'could not start', { cause: cause instanceof Error ? cause.stack : message });
    process.send?.({ kind: 'failed', message } satisfies RoleMessage, () => process.exit(1));
  }
});

async function start(config: RoleConfig): Promise<Running> {
  // Each role loads its own half only: a router has no use for a database, and no memory for it.
  if (config.role === 'control') return (await import('./control.ts')).startControl(config);
  const { index, host, port, reusePort } = config;
  const home = layout(config.home);
  const log = createLog(`router-${index}`);
  const { trafficOf } = await import('./logs.ts');
  const { startRouterWorker } = await import('../router/worker.ts');
  const worker = await startRouterWorker({
    index,
    host,
    port,
    reusePort,
    runDir: home.doors,
    traffic: trafficOf(home, config),
    log: (line) => log('info', line),
  });
  return { ports: { port: worker.port }, stop: () => worker.stop() };
}

function once<A>(work: (argument: A) => Promise<void>): (argument: A) => Promise<void> {
  let running: Promise<void> | undefined;
  return (argument) => {
    running ??= work(argument);
    return running;
  };
}
