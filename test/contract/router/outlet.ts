/** What clients see of answers that they are too slow for, whichever way texts leave a socket. */
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../src/router/rig.suite.ts';
import { scanAnswers } from './scanner.ts';
import { sized, type Wire } from './wire.ts';

/** Together several times what the kernel and the router keep for a client that reads nothing. */
const MANY = 3000;
const LARGE = 12_000;
const asking = Array.from({ length: MANY }, (_, at) => `GET /${at} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');

export function slowReaders(start: () => Promise<Wire>): void {
  let wire: Wire;
  afterEach(() => wire.close());

  const served = (): number => wire.instance.seen.filter(({ target }) => target !== '/other').length;

  /** What another client's requests need in the meantime. */
  async function roundTrips(): Promise<void> {
    const other = wire.client();
    for (let trip = 1; trip <= 20; trip += 1) {
      other.send('GET /other HTTP/1.1\r\nHost: x\r\n\r\n');
      await other.answers(trip);
    }
  }

  /** A client that asks for all of it, reads none, and is served no more. */
  async function stalled() {
    wire = await start();
    wire.instance.reply = (line, { target }) =>
      void line.socket.write(sized(target === '/other' ? target : target.padEnd(LARGE, '.').concat(target)));
    const client = wire.client();
    client.socket.pause();
    client.send(asking);
    await until(async () => {
      const before = served();
      await roundTrips();
      return before > 0 && served() === before;
    });
    return client;
  }

  test('answers to a client that reads late come whole and in their order', async () => {
    const client = await stalled();
    expect(served()).toBeLessThan(MANY);
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
    await until(() => client.heard.length > MANY * LARGE && client.heard.endsWith('/last'), 6000);
    const { answers, rest } = scanAnswers(client.heard);
    expect(answers).toHaveLength(MANY + 1);
    expect(rest).toBe('');
  });
}
