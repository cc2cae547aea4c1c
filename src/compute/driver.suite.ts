import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ComputeDriver, InstanceOrder, RunningInstance } from '../domain/ports.ts';

/** What the instance of an order does. `slow` answers a request only after a while. */
export type Behaviour =
  | { readonly kind: 'echo' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'fails'; readonly message: string };

/** One driver at work, with what a test needs to know about its implementation. */
export type Rig = {
  readonly driver: ComputeDriver;
  order(id: string, behaviour: Behaviour): InstanceOrder;
  /** Ends an instance as a crash does. */
  crash(id: string): void;
  /** Another driver over the same place, as after a restart of control; or why there is none. */
  readonly restart: (() => ComputeDriver) | string;
  /** Ends everything that was started, also after a failed test. */
  close(): Promise<void>;
};

const patience = { timeout: 60_000, interval: 10 };
const graceMs = 60_000;
/** What a slow instance writes into its log when it has begun a request. */
export const begun = 'began a request';

/** What every implementation of compute does. */
export function driverSuite(name: string, make: () => Promise<Rig>): void {
  describe(`${name} as a driver`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await make();
    });
    afterEach(() => rig.close());

    const ready = async (id: string, behaviour: Behaviour = { kind: 'echo' }) => {
      await rig.driver.start(rig.order(id, behaviour));
      await expect.poll(async () => (await find(rig.driver, id))?.said?.kind, patience).toBe('ready');
      return instance(rig.driver, id);
    };
    const hasBegun = (driver: ComputeDriver = rig.driver) =>
      expect.poll(async () => (await driver.output('i1', { tail: 1000 })).text, patience).toContain(begun);

    test('a started instance gets ready, which watch and list tell', async () => {
      const told: string[] = [];
      rig.driver.watch((id) => told.push(id));
      const order = rig.order('i1', { kind: 'echo' });
      await rig.driver.start(order);
      expect(await instance(rig.driver, 'i1')).toMatchObject({
        deploymentUid: order.deploymentUid,
        revision: order.revision,
        alive: true,
        exit: null,
      });
      await expect.poll(() => told, patience).toContain('i1');
      expect(await instance(rig.driver, 'i1')).toMatchObject({ alive: true, said: { kind: 'ready' } });
    });

    test('a ready instance scores and is healthy', async () => {
      const { address } = await ready('i1');
      expect(await rig.driver.probe('i1', 2000)).toBe(true);
      expect((await score(address, '{"x":1}')).status).toBe(200);
    });

    test('its log holds the requests and is read from the end', async () => {
      const { address } = await ready('i1');
      await score(address, '{"x":1}');
      await score(address, '{"x":2}');
      await expect
        .poll(
          async () => (await rig.driver.output('i1', { tail: 1000 })).text.match(/score/g)?.length ?? 0,
          patience,
        )
        .toBeGreaterThanOrEqual(2);
      const all = (await rig.driver.output('i1', { tail: 1000 })).text.trimEnd().split('\n');
      expect((await rig.driver.output('i1', { tail: 1 })).text.trimEnd().split('\n')).toEqual(all.slice(-1));
      expect((await rig.driver.output('i1', { tail: 0 })).text).toBe('');
    });

    test('stopping lets a running request finish', async () => {
      const { address } = await ready('i1', { kind: 'slow', ms: 300 });
      const answer = score(address, '{}');
      await hasBegun();
      await rig.driver.stop('i1', graceMs);
      expect((await answer).status).toBe(200);
      expect(await instance(rig.driver, 'i1')).toMatchObject({ alive: false, exit: { code: 0 } });
      expect(await rig.driver.probe('i1', 500)).toBe(false);
      await expect(score(address, '{}')).rejects.toThrow();
    });

    test('after the grace a running request is cut off', async () => {
      const { address } = await ready('i1', { kind: 'slow', ms: 600_000 });
      const answer = score(address, '{}').catch((error: Error) => error);
      await hasBegun();
      await Promise.all([rig.driver.stop('i1', 50), rig.driver.stop('i1', 50)]);
      expect(await answer).toBeInstanceOf(Error);
      expect((await instance(rig.driver, 'i1')).alive).toBe(false);
    });

    test('an instance that cannot start says why, and stays listed', async () => {
      await rig.driver.start(rig.order('i1', { kind: 'fails', message: 'no such column' }));
      await expect.poll(async () => (await instance(rig.driver, 'i1')).alive, patience).toBe(false);
      const { said, exit } = await instance(rig.driver, 'i1');
      expect(said).toMatchObject({ kind: 'failed', failure: { code: 'UserScriptInitFailed' } });
      expect(said?.kind === 'failed' ? said.failure.message : '').toContain('no such column');
      expect(exit).toEqual({ code: 3, signal: null });
    });

    test('a crash is told by watch and list', async () => {
      await ready('i1');
      const told: string[] = [];
      rig.driver.watch((id) => told.push(id));
      rig.crash('i1');
      await expect.poll(() => told, patience).toEqual(['i1']);
      const crashed = await instance(rig.driver, 'i1');
      expect(crashed).toMatchObject({ alive: false, exit: { code: null, signal: 'SIGKILL' } });
      expect(await rig.driver.probe('i1', 500)).toBe(false);
    });

    test('starting a running instance again does nothing', async () => {
      const order = rig.order('i1', { kind: 'echo' });
      await Promise.all([rig.driver.start(order), rig.driver.start(order)]);
      const first = await ready('i1');
      await rig.driver.start(order);
      expect(await rig.driver.list()).toEqual([first]);
    });

    test('starting a dead instance again runs it again', async () => {
      await ready('i1');
      rig.crash('i1');
      await expect.poll(async () => (await instance(rig.driver, 'i1')).alive, patience).toBe(false);
      const { exit, address } = await ready('i1');
      expect(exit).toBeNull();
      expect((await score(address, '{}')).status).toBe(200);
    });

    test('only what is not alive can be forgotten, and then nothing is left', async () => {
      await ready('i1');
      await expect(rig.driver.forget('i1')).rejects.toMatchObject({ code: 'conflict' });
      await rig.driver.stop('i1', graceMs);
      await rig.driver.forget('i1');
      expect(await rig.driver.list()).toEqual([]);
      expect((await rig.driver.output('i1', { tail: 10 })).text).toBe('');
      await rig.driver.forget('i1');
    });

    test('an unknown id is no error', async () => {
      for (const id of ['nobody', '../escape', '']) {
        await rig.driver.stop(id, 100);
        await rig.driver.forget(id);
        expect(await rig.driver.probe(id, 100)).toBe(false);
        expect((await rig.driver.output(id, { tail: 10 })).text).toBe('');
      }
    });

    test('who stopped watching hears nothing more', async () => {
      const told: string[] = [];
      const unwatch = rig.driver.watch((id) => told.push(id));
      unwatch();
      unwatch();
      await ready('i1');
      expect(told).toEqual([]);
    });

    test('after a restart of control instances are adopted, probed and stopped', async (context) => {
      const { restart } = rig;
      if (typeof restart === 'string') return context.skip(restart);
      const before = await ready('i1', { kind: 'slow', ms: 300 });
      await ready('i2');
      const next = restart();
      expect(await instance(next, 'i1')).toEqual({ ...before, said: null });
      expect(await next.probe('i1', 2000)).toBe(true);
      await next.start(rig.order('i1', { kind: 'echo' }));
      const told: string[] = [];
      next.watch((id) => told.push(id));
      rig.crash('i2');
      await expect.poll(() => told, patience).toEqual(['i2']);
      const answer = score(before.address, '{}');
      await hasBegun(next);
      await next.stop('i1', graceMs);
      expect((await answer).status).toBe(200);
      expect((await next.list()).map((found) => found.alive)).toEqual([false, false]);
      await next.forget('i1');
      expect((await next.list()).map((found) => found.id)).toEqual(['i2']);
    });
  });
}

export async function find(driver: ComputeDriver, id: string): Promise<RunningInstance | undefined> {
  return (await driver.list()).find((found) => found.id === id);
}

export async function instance(driver: ComputeDriver, id: string): Promise<RunningInstance> {
  const found = await find(driver, id);
  if (found === undefined) throw new Error(`instance ${id} is not listed`);
  return found;
}

/** One request to `/score` on a connection of its own. */
export function score(
  address: RunningInstance['address'],
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  if (address.kind !== 'unix') throw new Error('only Unix sockets here');
  return new Promise((resolve, reject) => {
    const outgoing = request({
      socketPath: address.path,
      path: '/score',
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    outgoing.end(body);
  });
}
