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

async function answer(request: IncomingMessage, response: ServerResponse, answers: Answers): Promise<void> {
  const body = await bodyOf(request);
  switch (request.url?.split('?')[0]) {
    case '/':
      if (answers.healthy()) send(response, answers, 200, 'Healthy', 'text/html');
      else send(response, answers, 503, 'Unhealthy', 'text/html');
      return;
    case '/score': {
      if (!answers.healthy() && !answers.draining())
        return send(response, answers, 503, 'Not ready', 'text/html');
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      const scored = await answers.score(body, gone.signal);
      if (scored === null) return;
      response.setHeader('x-ms-run-function-failed', String(scored.status >= 500));
      return send(response, answers, scored.status, scored.body, 'application/json');
    }
    default:
      return send(response, answers, 404, 'There is nothing at this path.', 'text/html');
  }
}

function send(response: ServerResponse, answers: Answers, status: number, body: string, type: string): void {
  // A kept connection would hold the drain up.
  if (answers.draining()) response.setHeader('connection', 'close');
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-ms-server-version': 'teal/fake',
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces);
}
