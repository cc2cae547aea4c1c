import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listenTls } from './https.ts';

const home = mkdtempSync(join(tmpdir(), 'teal-https-'));
const handler = (_: unknown, response: { end(text: string): unknown }) => void response.end('hello');

describe('the HTTPS door', () => {
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test('answers who trusts the authority of the home, and takes its old port again', async () => {
    const first = await listenTls({ home, host: '127.0.0.1', port: 0, handler });
    const ca = readFileSync(join(home, 'tls', 'ca.pem'), 'utf8');
    expect(await get(first.port, ca)).toBe('hello');
    await first.close();
    const second = await listenTls({ home, host: '127.0.0.1', port: first.port, handler });
    expect(second.port).toBe(first.port);
    expect(await get(second.port, ca)).toBe('hello');
    await second.close();
  });

  test('says so when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(listenTls({ home, host: '127.0.0.1', port, handler })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await new Promise((resolve) => other.close(resolve));
  });
});

function get(port: number, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const ask = request({ host: '127.0.0.1', port, ca, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      answer.once('end', () => resolve(text));
    });
    ask.once('error', reject);
    ask.end();
  });
}
