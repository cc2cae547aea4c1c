/** Studio's pages and files at `/`. They hold no secret and nothing of anybody's, so they need no session. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownRoute } from '../refuse.ts';
import { createStudioFiles, type StudioFile } from './files.ts';
import { linkPage, linkPath, linkScript, linkScriptPath } from './link-page.ts';
import { fileHeaders, pageHeaders } from './policy.ts';
import { unbuiltPage } from './unbuilt.ts';

/** The first words of the paths that Studio's router knows; every other path is the API's, or nobody's. */
export const studioRoots: readonly string[] = ['endpoints', 'environments', 'models', 'sign-in'];

/** Names in this folder change with their content. */
const lasting = 'assets/';
const oneYear = 'public, max-age=31536000, immutable';

export function openPages(folder: string, server: FastifyInstance): void {
  const files = createStudioFiles(folder);
  const page = async (_request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, (await files.index()) ?? unbuiltPage);
  server.get('/', page);
  server.get(linkPath, (_request, reply) => sendPage(reply, linkPage));
  server.get(linkScriptPath, (_request, reply) =>
    reply
      .headers({ ...fileHeaders, 'Cache-Control': 'no-cache' })
      .type('text/javascript; charset=utf-8')
      .send(linkScript),
  );
  for (const root of studioRoots) {
    server.get(`/${root}`, page);
    server.get(`/${root}/*`, page);
  }
  for (const url of ['/:name', '/assets/*']) {
    server.get(url, async (request, reply) => {
      const { name, '*': rest } = request.params as { readonly name?: string; readonly '*'?: string };
      const found = await files.find(name ?? `${lasting}${rest}`);
      if (found === undefined || name === 'index.html') return unknownRoute(request, reply);
      return sendFile(found, name === undefined, request, reply);
    });
  }
}

/** Never kept: the nonce is of this answer alone, and the names in the page are those of the newest build. */
function sendPage(reply: FastifyReply, page: string): FastifyReply {
  const nonce = randomBytes(18).toString('base64');
  return reply
    .headers({ ...pageHeaders(nonce), 'Cache-Control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(withNonce(page, nonce));
}

/** Where Vite's own builds have it: `meta[property=csp-nonce]`, whose `nonce` a script of the page may read. */
function withNonce(page: string, nonce: string): string {
  return page
    .replace(/<head>/i, () => `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`)
    .replaceAll('<style>', `<style nonce="${nonce}">`);
}

function sendFile(
  file: StudioFile,
  lasts: boolean,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const coding = codingFor(file, request.headers['accept-encoding']);
  const { path, bytes } = coding === undefined ? file : (file.packed[coding] ?? file);
  const etag = `"${file.etag}${coding === undefined ? '' : `-${coding}`}"`;
  reply.headers({
    ...fileHeaders,
    'Cache-Control': lasts ? oneYear : 'no-cache',
    ETag: etag,
    Vary: 'Accept-Encoding',
  });
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.some((tag) => tag === etag || tag === '*')) return reply.code(304).send();
  reply.headers({
    'Content-Type': file.type,
    'Content-Length': bytes,
    ...(coding === undefined ? {} : { 'Content-Encoding': coding }),
  });
  return reply.send(createReadStream(path));
}

/** The best packing that the build made and the browser takes. */
function codingFor({ packed }: StudioFile, header: string | string[] | undefined): string | undefined {
  const accepted = String(header ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return ['br', 'gzip'].find((coding) => coding in packed && accepted.includes(coding));
}
