/**
 * Serves the page beside this file and, from the same origin, the doors of a Teal that it talks to. Teal answers no page
 * of another origin, so a page comes from a server that passes requests on, as this one does.
 *
 *   node serve.ts [PORT]
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { homedir } from 'node:os';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = process.env.TEAL_HOME || join(homedir(), '.teal');
const address = JSON.parse(await readFile(join(home, 'run', 'server.json'), 'utf8'));
const control: string = address.url;
const scoring: string = address.scoringUrl;
const here = import.meta.dirname;
const sdk = join(fileURLToPath(import.meta.resolve('teal-sdk/package.json')), '..');
const types: Record<string, string> = { html: 'text/html', js: 'text/javascript' };

const server = createServer((incoming, answer) => {
  const { pathname } = new URL(incoming.url ?? '/', 'http://page');
  if (/^\/(subscriptions|blobs)(\/|$)/i.test(pathname)) return pass(control, incoming, answer);
  if (pathname.startsWith('/api/')) return pass(scoring, incoming, answer);
  if (pathname.startsWith('/teal-sdk/')) return file(join(sdk, pathname.slice('/teal-sdk'.length)), answer);
  return file(join(here, pathname === '/' ? 'index.html' : normalize(pathname)), answer);
});
server.listen(Number(process.argv[2] ?? 8600), '127.0.0.1', () => {
  const bound = server.address();
  if (typeof bound === 'object') console.log(`http://127.0.0.1:${bound?.port}/`);
});

/** The token stays with the page: it comes in the request, and goes no further than Teal. */
function pass(to: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url } = incoming;
  const onward = request(
    `${to}${url}`,
    { method, headers: { ...headers, host: new URL(to).host } },
    (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    },
  );
  onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

async function file(path: string, answer: ServerResponse): Promise<void> {
  const content = await readFile(path).catch(() => undefined);
  const type = types[path.split('.').at(-1) ?? ''];
  if (content === undefined || type === undefined) answer.writeHead(404).end();
  else answer.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(content);
}
