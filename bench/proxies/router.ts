/** Teal's router: one worker process as `teal up` starts several, with a table in its run directory. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFile } from '../../src/router/table-file.ts';
import { encodeTable } from '../../src/table/codec.ts';
import { launch, ready } from '../processes.ts';
import { portOf, routerProgram, tableOf } from '../router.ts';
import { type Entrant, GREEN, KEY, MIRRORED, type Order, proxyOf } from './proxy.ts';

export const TEAL = 'Teal router';
export const TEAL_SILENT = 'Teal router, no traffic log';

export async function startRouter(order: Order): Promise<Entrant> {
  const address = { kind: 'unix', path: order.upstream } as const;
  const table = tableOf({
    key: KEY,
    deployments: { blue: address, green: address, shadow: address },
    live: { blue: 100 - GREEN, green: GREEN },
    mirror: order.mirror ? { shadow: MIRRORED } : {},
  });
  writeFileSync(tableFile(order.folder), encodeTable(table));
  const log = join(order.folder, 'router.log');
  const words = [routerProgram, order.folder, ...(order.log ? ['log'] : [])];
  const running = launch(process.execPath, words, { log, cores: order.cores });
  return proxyOf(order.log ? TEAL : TEAL_SILENT, await ready(running, () => portOf(log)), running);
}
