/** What clients see of answers that they are too slow for, whichever way texts leave a socket. */
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import { scanAnswers } from './scanner.ts';
import { sized, type Wire } from './wire.ts';

/** Together more than the kernel keeps for a client that reads nothing. */
const MANY = 1000;
const LARGE = 12_000;

export function slowReaders(start: () => Promise<Wire>): void {
  let wire: Wire;
  afterEach(() => wire.close());

  /** A client that asks for all of it and reads none. */
  async function stalled() {
    wire = await start();
    wire.instance.reply = (line, { target }) =>
      void line.socket.write(sized(target.padEnd(LARGE, '.').concat(target)));
    const client = wire.client();
    client.socket.pause();
    client.send(Array.from({ length: MANY }, (_, at) => `GET /${at} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    await until(() => wire.instance.seen.length === MANY, 6000);
    return client;
  }

  test('answers to a client that reads late come whole and in their order', async () => {
    const client = await stalled();
    client.socket.resume();
    await until(() => client.heard.length > MANY * LARGE && client.heard.endsWith(`/${MANY - 1}`), 6000);
    const { answers, rest } = scanAnswers(client.heard);
    expect(answers.map(({ body }) => body.replace(/^(.+?)\.+\1$/, '$1'))).toEqual(
      Array.from({ length: MANY }, (_, at) => `/${at}`),
    );
    expect(rest).toBe('');
    // The connection is as good as before.
    client.send('GET /more HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => client.heard.endsWith('/more'));
  });

  test('a client that goes away instead of reading takes nothing with it', async () => {
    const client = await stalled();
    client.socket.resetAndDestroy();
    const other = wire.client();
    other.send('GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await other.closed;
    expect(scanAnswers(other.heard).answers.map(({ status }) => status)).toEqual([200]);
    expect(wire.rig.lines.join()).not.toContain('failed');
  });

  test('what is asked in another way behind answers that wait is answered behind them', async () => {
    const client = await stalled();
    client.send('POST /last HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n');
    client.socket.resume();
    await until(() => client.heard.endsWith('/last'), 6000);
    const { answers, rest } = scanAnswers(client.heard);
    expect(answers).toHaveLength(MANY + 1);
    expect(rest).toBe('');
  });
}
