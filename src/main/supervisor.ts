import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DomainError } from '../domain/errors.ts';
import { type Kept, keep } from './child.ts';
import { firstWorkspace } from './config.ts';
import { adminToken, layout, prepareHome } from './home.ts';
import { lockHome } from './lock.ts';

export type UpOptions = {
  readonly home: string;
  readonly host: string;
  /** Of the control plane; scoring gets the next one. 0 means that both are free ports. */
  readonly port: number;
  readonly routerWorkers: number;
  /** Scoring without a credential, for the private Teal of `--local`. */
  readonly anonymousScoring: boolean;
  readonly say: (line: string) => void;
};

/** What `run/server.json` says, for the CLI and other clients on this machine. */
export type ServerFile = {
  readonly url: string;
  readonly scoringUrl: string;
  readonly pid: number;
  readonly subscription: string;
  readonly resourceGroup: string;
  readonly workspace: string;
};

export type Up = { readonly server: ServerFile; stop(): Promise<void> };

const drainMs = 15_000;

/** Takes the home, starts routers and control, and keeps them running until it is stopped. */
export async function up(options: UpOptions): Promise<Up> {
  const home = layout(options.home);
  prepareHome(home);
  const unlock = lockHome(home);
  const running: Kept[] = [];
  const stopAll = async (): Promise<void> => {
    rmSync(join(home.run, 'server.json'), { force: true });
    const [control, ...routers] = [...running].reverse();
    await Promise.all(routers.map((router) => router.stop({ kind: 'stop', instancesToo: false }, drainMs)));
    await control?.stop({ kind: 'stop', instancesToo: true }, 2 * drainMs);
    unlock();
  };
  try {
    adminToken(home);
    if (options.port !== 0)
      await Promise.all([options.port, options.port + 1].map((port) => requireFree(options.host, port)));
    const { host, say } = options;
    let scoringPort = options.port === 0 ? 0 : options.port + 1;
    for (let index = 0; index < options.routerWorkers; index++) {
      const config = {
        role: 'router',
        home: home.path,
        host,
        port: scoringPort,
        index,
        reusePort: true,
      } as const;
      const router = await keep(config, join(home.logs, `router-${index}.log`), say);
      running.push(router);
      scoringPort = router.port;
    }
    const scoringUrl = `http://${host}:${scoringPort}`;
    const { anonymousScoring } = options;
    const config = {
      role: 'control',
      home: home.path,
      host,
      port: options.port,
      scoringUrl,
      anonymousScoring,
    } as const;
    const control = await keep(config, join(home.logs, 'control.log'), say);
    running.push(control);
    const { subscription, resourceGroup, name } = firstWorkspace;
    const server = {
      url: `http://${host}:${control.port}`,
      scoringUrl,
      pid: process.pid,
      subscription,
      resourceGroup,
      workspace: name,
    };
    writeFileSync(join(home.run, 'server.json'), `${JSON.stringify(server)}\n`, { mode: 0o600 });
    return { server, stop: stopAll };
  } catch (cause) {
    await stopAll();
    throw cause;
  }
}

/** Router workers share their port, so the system would not tell us that somebody else listens there. */
function requireFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        new DomainError(
          'conflict',
          `Port ${port} on ${host} cannot be used (${cause.code}): another program may be listening there. Choose another with --port.`,
          { cause },
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
