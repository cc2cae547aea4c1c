import { defineConfig } from 'vitest/config';

/** Tests of one room that start processes or fill disks: too slow for `check`, so they run with the contract suite. */
const slow = [
  'src/assets/*.test.ts',
  'src/cli/run.test.ts',
  'src/compute/process/*.test.ts',
  'src/control/reconcile/crash.test.ts',
  'src/environments/process/*.test.ts',
  'src/router/{forward,mirror,storm}.test.ts',
];

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
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts', ...slow],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'conformance', include: ['test/conformance/**/*.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
