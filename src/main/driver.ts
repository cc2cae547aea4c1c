import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { datastoreFolder } from '../assets/layout.ts';
import { createFakeDriver } from '../compute/fake/driver.ts';
import { createProcessDriver } from '../compute/process/driver.ts';
import type { InstanceMeter } from '../domain/metrics/ports.ts';
import type { ComputeDriver } from '../domain/ports.ts';
import { version } from './config.ts';
import type { Home } from './home.ts';

export type Driver = ComputeDriver & InstanceMeter & { close(): void | Promise<void> };

const workerPath = join(fileURLToPath(import.meta.url), '../../../worker/teal_worker');

/**
 * What instances run on: processes, or with TEAL_COMPUTE=fake a play of them inside of the control plane, for work on
 * Studio and its tests, where twenty deployments must cost nothing. Throws on any other word.
 */
export function createDriver(home: Home, log: (line: string) => void): Driver {
  const wanted = process.env.TEAL_COMPUTE || 'process';
  switch (wanted) {
    case 'process':
      return createProcessDriver({
        home: home.path,
        workerPath,
        serverVersion: `teal/${version}`,
        datastore: datastoreFolder(home.path),
        log,
      });
    case 'fake':
      log('TEAL_COMPUTE is fake: instances are played, and no model is loaded');
      return createFakeDriver({ runDir: join(home.path, 'instances') });
    default:
      throw new Error(`TEAL_COMPUTE is '${wanted}'; it must be process or fake.`);
  }
}
