import type { MetricRows } from '../domain/metrics/ports.ts';
import type { Rows } from '../domain/store.ts';
import type { Times } from './clock.ts';
import type { Driver } from './instances.ts';

export type RecorderOptions = Times & {
  /** Folder of the routers' sockets. */
  readonly doors: string;
  readonly rows: Rows;
  readonly driver: Driver;
  readonly kept: MetricRows;
  readonly log: (line: string) => void;
};
