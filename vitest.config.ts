import { defineConfig } from 'vitest/config';

/** Tests of one room that start processes, listen or fill disks: too slow for `check`, so they run with the contract suite. */
const slow = [
  'src/assets/*.test.ts',
  'src/cli/run.test.ts',
  'src/compute/{process/*,fake/driver}.test.ts',
  'src/control/commands/{every-change,no-code}.test.ts',
  'src/control/reconcile/crash.test.ts',
  'src/environments/{process/*,python/interpreters,curated/curated}.test.ts',
  'src/http/{events/listener,studio/pages}.test.ts',
  'src/router/{asleep,corridor,forward,limits,mirror,standing,storm,table-text,traffic-log,worker}.test.ts',
  'src/router/trace/trace.test.ts',
  'src/sdk/{http,retry}.test.ts',
  'src/store/{open,metrics/rows}.test.ts',
  'src/table/journal.test.ts',
  'src/telemetry/{recorder,logs/segments,otlp/intake}.test.ts',
];

/** Of a machine that is several times slower than usual, and busy: what hangs fails a little later, and nothing else does. */
const patience = { testTimeout: 300_000, hookTimeout: 600_000, expect: { poll: { timeout: 60_000 } } };

/** One project a suite, so that `check` runs the quick ones and `test` runs them all. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'web/src/**/*.test.ts',
            'test/architecture/**/*.test.ts',
            'test/parity/**/*.test.ts',
          ],
          exclude: slow,
          ...patience,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts', ...slow],
          ...patience,
        },
      },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], ...patience } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          ...patience,
          testTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
