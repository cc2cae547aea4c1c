import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { checkApiVersion } from '../arm/api-version.ts';
import { DomainError } from '../domain/errors.ts';
import type { Answer, Ask, Handler, Http } from './answer.ts';
import { type Asker, checkAsker, checkBearer } from './auth.ts';
import { blobRoots } from './blobs/address.ts';
import { get as getBlob, head as headBlob } from './blobs/get.ts';
import { list as listBlobs } from './blobs/list.ts';
import { put as putBlob } from './blobs/put.ts';
import { refuseBlob } from './blobs/refuse.ts';
import { drained } from './drain.ts';
import { identityToken } from './identity/token.ts';
import { acceptJson } from './json-body.ts';
import { metadataEndpoints } from './metadata/endpoints.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { reached } from './reached.ts';
import { refuse, unknownRoute } from './refuse.ts';
import { type Route, routes } from './routes.ts';
import { openPages } from './studio/pages.ts';
import { openSignIn } from './studio/sign-in.ts';

/** ARM bodies are small; a conda file of this size is somebody's mistake. Uploads stream through their own door. */
const bodyLimit = 4 * 1024 * 1024;

const inert = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The control plane's HTTP server, not yet listening. */
export function createServer(http: Http): FastifyInstance {
  const server = Fastify({
    bodyLimit,
    genReqId: () => randomUUID(),
    // What fails before a route is found, such as a path that is no URL.
    frameworkErrors: (error, request, reply) => refuse(http.parts.log, error, request, reply),
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 1000 },
    forceCloseConnections: true,
  });
  acceptJson(server);
  // Pages live at this address: whatever else a browser may be led to must neither run nor be guessed at. Pages say more.
  server.addHook('onRequest', async (_request, reply) => void reply.headers(inert));
  server.setErrorHandler(async (error, request, reply) => {
    await drained(request.raw);
    return refuse(http.parts.log, error, request, reply);
  });
  server.setNotFoundHandler((request, reply) => unknownRoute(request, reply));
  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/metadata/endpoints', async (request, reply) =>
    send(reply, request, await metadataEndpoints(http)),
  );
  server.get('/identity/token', async (request, reply) =>
    send(reply, request, await identityToken(http, askOf(request, reply, nobodyAsked('identity')))),
  );
  server.get('/metrics', async (request, reply) => send(reply, request, await exposition(http, request)));
  openRoutes(
    http,
    server,
    routes.filter(({ streams }) => streams !== true),
  );
  server.register(async (door) => {
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    openRoutes(
      http,
      door,
      routes.filter(({ streams }) => streams === true),
    );
  });
  openSignIn(http, server);
  openPages(http.studio.folder, server);
  server.register(async (door) => openBlobs(http, door));
  return server;
}

function openRoutes(http: Http, server: FastifyInstance, routes: readonly Route[]): void {
  for (const route of routes) {
    const { method, path: url } = route;
    server.route({ method, url, handler: (request, reply) => guarded(http, route, request, reply) });
  }
}

/** The doors of storage: bodies stream, errors are XML, a signature may stand for a token. */
function openBlobs(http: Http, door: FastifyInstance): void {
  door.removeAllContentTypeParsers();
  door.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  door.setErrorHandler(async (error, request, reply) => {
    await drained(request.raw);
    return refuseBlob(http.parts.log, error, request, reply);
  });
  const answering = (handler: Handler) => async (request: FastifyRequest, reply: FastifyReply) =>
    send(reply, request, await handler(http, storageAsk(request, reply)));
  for (const root of blobRoots) {
    const [container, blob] = [`${root}/:container`, `${root}/:container/*`];
    const bodyLimit = Number.MAX_SAFE_INTEGER;
    for (const method of ['GET', 'HEAD'] as const) {
      door.route({ method, url: container, exposeHeadRoute: false, handler: answering(listBlobs) });
    }
    door.route({ method: 'GET', url: blob, exposeHeadRoute: false, handler: answering(getBlob) });
    door.route({ method: 'HEAD', url: blob, handler: answering(headBlob) });
    for (const url of [container, blob]) {
      door.route({ method: 'PUT', url, bodyLimit, handler: answering(putBlob) });
    }
  }
}

function storageAsk(request: FastifyRequest, reply: FastifyReply): Ask {
  const ask = askOf(request, reply, nobodyAsked('storage'));
  refuseRepeated(ask.query);
  return named(request, ask);
}

/** The router drops a slash at the end; in the name of a blob it tells a folder from a file. */
function named(request: FastifyRequest, ask: Ask): Ask {
  const path = ask.params['*'];
  if (path === undefined || !request.url.split('?')[0]?.endsWith('/') || path.endsWith('/')) return ask;
  return { ...ask, params: { ...ask.params, '*': `${path}/` } };
}

async function guarded(
  http: Http,
  { handler, oldest }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ask = await withoutPlaceholders(http, askOf(request, reply, await checkAsker(http, request)));
  reply.header('Cache-Control', 'no-store');
  checkApiVersion(ask.query['api-version'], oldest);
  refuseRepeated(ask.query);
  return send(reply, request, await handler(reached(http, request), ask));
}

/** What Prometheus reads; no ARM operation, so without an api-version. It takes the admin token from a file. */
async function exposition(http: Http, request: FastifyRequest): Promise<Answer> {
  await checkBearer(http, request.headers.authorization, 'management');
  const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
  return { status: 200, body: await http.exposition(), headers };
}

/** A parameter that is given twice is a list to the parser; none of ours is one. */
function refuseRepeated(query: Readonly<Record<string, unknown>>): void {
  const name = Object.keys(query).find((key) => Array.isArray(query[key]));
  if (name === undefined) return;
  throw new DomainError('bad-argument', `The query has ${name} more than once.`, { target: name });
}

/** At doors that check for themselves who may. */
function nobodyAsked(actor: string): Asker {
  return { actor, isOver: () => false };
}

function askOf(request: FastifyRequest, reply: FastifyReply, asker: Asker): Ask {
  return {
    params: request.params as Ask['params'],
    query: request.query as Ask['query'],
    headers: request.headers,
    body: request.body,
    ...asker,
    gone: () => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return gone.signal;
    },
  };
}

function send(reply: FastifyReply, request: FastifyRequest, answer: Answer): FastifyReply {
  return reply
    .code(answer.status)
    .headers({ 'x-ms-request-id': request.id, ...answer.headers })
    .send(answer.body);
}
