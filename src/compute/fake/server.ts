import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What a fake instance answers with; asked anew for every request. */
export type Answers = {
  healthy(): boolean;
  draining(): boolean;
  /** Null when the request was given up meanwhile. */
  score(body: Buffer, gone: AbortSignal): Promise<{ readonly status: number; readonly body: string } | null>;
};

/** The routes of a worker, without a worker: `/` tells health, `/score` scores. */
export function createFakeServer(answers: Answers): Server {
  return createServer((request, response) => {
    answer(request, response, answers).catch(() => response.destroy());
  });
}

type Reply = { readonly status: number; readonly body: string; readonly type: string };

async function answer(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  const body = await bodyOf(request);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const reply = await replyTo(request.url?.split('?')[0] ?? '/', answers, { body, gone: gone.signal });
  // Asked last: a drain may have begun meanwhile, and a kept connection would hold it up.
  if (reply !== null) send(response, answers.draining(), reply);
}

async function replyTo(
  path: string,
  answers: Answers,
  request: { readonly body: Buffer; readonly gone: AbortSignal },
): Promise<Reply | null> {
  switch (path) {
    case '/':
      return answers.healthy() ? text(200, 'Healthy') : text(503, 'Unhealthy');
    case '/score': {
      if (!answers.healthy() && !answers.draining()) return text(503, 'Not ready');
      const scored = await answers.score(request.body, request.gone);
      return scored === null ? null : { ...scored, type: 'application/json' };
    }
    default:
      return text(404, 'There is nothing at this path.');
  }
}

function text(status: number, body: string): Reply {
  return { status, body, type: 'text/html' };
}

function send(response: ServerResponse, draining: boolean, reply: Reply): void {
  if (draining) response.setHeader('connection', 'close');
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': Buffer.byteLength(reply.body),
    'x-ms-server-version': 'teal/fake',
  });
  response.end(reply.body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}
