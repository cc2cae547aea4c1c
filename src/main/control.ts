import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createAssetFiles } from '../assets/files.ts';
import { createUploadNotes } from '../assets/notes.ts';
import { createFeed, type Feed } from '../control/feed/feed.ts';
import { toldEnvironments } from '../control/feed/told-environments.ts';
import { toldPublisher } from '../control/feed/told-publisher.ts';
import { toldStore } from '../control/feed/told-store.ts';
import type { Log, Parts } from '../control/parts.ts';
import { createPublisher } from '../control/publisher.ts';
import { createReconciler } from '../control/reconcile/reconciler.ts';
import type { CuratedEnvironments } from '../domain/ports.ts';
import type { Store } from '../domain/store.ts';
import { createCurated } from '../environments/curated/curated.ts';
import { parseCondaFile } from '../environments/definition/conda.ts';
import { createEnvironments } from '../environments/environments.ts';
import { modelReader } from '../environments/model-reader.ts';
import { createSas } from '../http/blobs/sas.ts';
import { createAccessTokens } from '../http/identity/access-tokens.ts';
import { createServer } from '../http/server.ts';
import { openStore } from '../store/open.ts';
import { type OtlpSettings, readOtlpSettings } from '../telemetry/otlp/settings.ts';
import { openAutoscaler } from './autoscaler.ts';
import { type ControlConfig, firstWorkspace, type Ports, version } from './config.ts';
import { createDriver } from './driver.ts';
import { adminToken, type Home, identityHeader, layout, prepareHome } from './home.ts';
import { listenTls } from './https.ts';
import { createLog } from './log.ts';
import { logRows, openLogs } from './logs.ts';
import { createPictures } from './pictures.ts';
import { stopInstances } from './stop-instances.ts';
import { openStudio } from './studio.ts';
import { openTelemetry } from './telemetry.ts';
import { createTokenSigner } from './tokens.ts';

export type Control = {
  readonly ports: Ports;
  /** Ends the server and the reconciler; instances go on unless they are to end, too. */
  stop(instancesToo: boolean): Promise<void>;
};

const clock = { now: () => Date.now() };

/** The control role: introduces the parts to one another and listens. */
export async function startControl(config: ControlConfig): Promise<Control> {
  const home = layout(config.home);
  prepareHome(home);
  const feed = createFeed();
  const store = toldStore(await openStore(home.database), feed.tell);
  await ensureWorkspace(store);
  const { settings, problems } = readOtlpSettings(process.env);
  const { parts, driver, journal, close } = await assemble(config, home, { store, feed, otlp: settings });
  for (const problem of problems) parts.log('warn', problem);
  const telemetry = openTelemetry(home, parts, { driver, journal, settings });
  const publisher = toldPublisher(createPublisher(home.doors), feed.tell);
  const reconciler = createReconciler(parts, publisher);
  const autoscaler = openAutoscaler(home, parts, { history: telemetry.history, nudge: reconciler.nudge });
  const { host, scoringUrl } = config;
  let { port, httpsPort } = config;
  const publicUrl = () => `http://${host}:${port}`;
  const secureUrl = () => `https://${host}:${httpsPort}`;
  const server = createServer({
    parts,
    reconciler,
    autoscaler,
    sas: createSas(await secretOf(store), clock.now),
    notes: createUploadNotes(home.path, config.limits.maxFileBytes),
    curated: await openCurated(home, parts.log),
    checkConda: (condaFile) => void parseCondaFile(condaFile),
    access: createAccessTokens(parts.tokens, clock.now, () => [publicUrl(), secureUrl()]),
    metrics: telemetry.history,
    logs: logRows(home),
    exposition: telemetry.exposition,
    pulse: telemetry.pulse,
    feed,
    adminToken: adminToken(home),
    identityHeader: identityHeader(home),
    publicUrl,
    secureUrl,
    scoringUrl,
    studio: await openStudio(config, home, parts),
    version,
  });
  await server.listen({ host, port });
  const address = server.server.address();
  if (typeof address === 'object' && address !== null) port = address.port;
  const tls = await listenTls({ home: home.path, host, port: httpsPort, handler: server.routing });
  httpsPort = tls.port;
  return {
    ports: { port, httpsPort },
    stop: async (instancesToo) => {
      await Promise.all([server.close(), tls.close()]);
      await autoscaler.close();
      await reconciler.close();
      await publisher.close();
      await telemetry.close();
      if (instancesToo) await stopInstances(parts);
      await close();
      await store.close();
    },
  };
}

type Around = { readonly store: Store; readonly feed: Feed; readonly otlp: OtlpSettings };

async function assemble(config: ControlConfig, home: Home, { store, feed, otlp }: Around) {
  const log = createLog('control');
  const driver = createDriver(home, (line) => log('info', line));
  // Built environments may be shared by several homes: they are content-addressed and locked while they are built.
  const environments = toldEnvironments(
    createEnvironments({ home: process.env.TEAL_CACHE || home.path, clock, log }),
    feed.tell,
  );
  const files = createAssetFiles({ home: home.path, clock, ...config.limits });
  files
    .sweep()
    .catch((cause: unknown) =>
      log('warn', 'the sweep of unfinished uploads failed', { cause: String(cause) }),
    );
  const journal = await openLogs(home, config.logs, { driver, rows: store.rows, log });
  const parts: Parts = {
    store,
    files,
    models: modelReader,
    environments,
    driver,
    tokens: await createTokenSigner(store),
    pictures: await createPictures(store),
    clock,
    log,
    journal,
    newId: () => randomUUID(),
    newKey: () => randomBytes(32).toString('base64url'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    anonymousScoring: config.anonymousScoring,
    trace: otlp.traces && otlp.sampler,
  };
  const close = async () => {
    await journal.close();
    await driver.close();
    await environments.close();
  };
  return { parts, driver, journal, close };
}

/** A broken mapping must not keep what runs from being served: it is told here, and again to whoever needs it. */
async function openCurated(home: Home, log: Log): Promise<CuratedEnvironments> {
  const curated = createCurated(home.path, process.env.TEAL_CURATED_ENVIRONMENTS);
  await curated.list().catch((cause: unknown) => log('warn', String(cause)));
  return curated;
}

async function ensureWorkspace(store: Store): Promise<void> {
  if ((await store.rows.workspaces.list()).length > 0) return;
  await store.change((rows) =>
    rows.workspaces.add({ ...firstWorkspace, uid: randomUUID(), createdAt: clock.now() }),
  );
}

async function secretOf(store: Store): Promise<string> {
  const kept = await store.rows.settings.get('upload-secret');
  if (kept !== undefined) return kept;
  const secret = randomBytes(32).toString('base64url');
  await store.change((rows) => rows.settings.set('upload-secret', secret));
  return secret;
}
