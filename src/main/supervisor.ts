import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Running, ServerAddress, UpRequest } from '../cli/teal/door.ts';
import { DomainError } from '../domain/errors.ts';
import { readOtlpSettings } from '../telemetry/otlp/settings.ts';
import { type Kept, keep } from './child.ts';
import { firstWorkspace } from './config.ts';
import { adminToken, type Home, layout, prepareHome } from './home.ts';
import { lockHome } from './lock.ts';
import { logOrLose } from './log.ts';
import { usualLogs } from './logs.ts';

const drainMs = 15_000;

/** Takes the home, starts routers and control, and keeps them running until it is stopped. */
export async function up(options: UpRequest): Promise<Running> {
  logOrLose();
  const home = layout(options.home);
  prepareHome(home);
  const unlock = await lockHome(home);
  const routers: Kept[] = [];
  let control: Kept | undefined;
  const stop = async (): Promise<void> => {
    rmSync(serverFile(home), { force: true });
    // Routers first: what they still have in flight needs the instances that control stops.
    await Promise.all(routers.map((router) => router.stop({ kind: 'stop', instancesToo: false }, drainMs)));
    await control?.stop({ kind: 'stop', instancesToo: true }, 2 * drainMs);
    unlock();
  };
  try {
    adminToken(home);
    // They keep nobody from being served, but whoever set a variable in vain should hear of it here and not in a log.
    for (const problem of readOtlpSettings(process.env).problems) options.say(problem);
    const { host, port } = options;
    if (port !== 0) await Promise.all([port, port + 1, port + 2].map((one) => requireFree(host, one)));
    for (let index = 0; index < options.routerWorkers; index++) {
      routers.push(
        await startRouter(options, home, {
          index,
          port: routers[0]?.ports.port ?? (port === 0 ? 0 : port + 1),
        }),
      );
    }
    const scoringUrl = `http://${host}:${routers[0]?.ports.port}`;
    control = await startControl(options, home, scoringUrl);
    const url = `http://${host}:${control.ports.port}`;
    const httpsUrl = `https://${host}:${control.ports.httpsPort}`;
    const caFile = join(home.path, 'tls', 'ca.pem');
    const { subscription, resourceGroup, name: workspace } = firstWorkspace;
    const server = {
      url,
      httpsUrl,
      caFile,
      scoringUrl,
      pid: process.pid,
      subscription,
      resourceGroup,
      workspace,
    };
    writeServerFile(home, server);
    return { server, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

function startRouter(
  options: UpRequest,
  home: Home,
  at: { readonly index: number; readonly port: number },
): Promise<Kept> {
  const { trafficBytes } = { ...usualLogs, ...options.logs };
  const trafficLogBytes = Math.floor(trafficBytes / options.routerWorkers);
  const { host } = options;
  const config = {
    role: 'router',
    home: home.path,
    host,
    reusePort: true,
    trafficLogBytes,
    ...at,
  } as const;
  return keep(config, join(home.logs, `router-${at.index}.log`), options.say);
}

function startControl(
  { host, port, anonymousScoring, limits = {}, studioHosts = [], logs, say }: UpRequest,
  home: Home,
  scoringUrl: string,
): Promise<Kept> {
  const httpsPort = port === 0 ? 0 : port + 2;
  const config = {
    role: 'control',
    home: home.path,
    host,
    port,
    httpsPort,
    scoringUrl,
    anonymousScoring,
    limits,
    studioHosts,
    logs: { ...usualLogs, ...logs },
  } as const;
  return keep(config, join(home.logs, 'control.log'), say);
}

function serverFile(home: Home): string {
  return join(home.run, 'server.json');
}

/** Whole or not at all: clients read it while it is written. */
function writeServerFile(home: Home, server: ServerAddress): void {
  const temporary = `${serverFile(home)}.new`;
  writeFileSync(temporary, `${JSON.stringify(server)}\n`, { mode: 0o600 });
  renameSync(temporary, serverFile(home));
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
