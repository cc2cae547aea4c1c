// The quick gate: types, lint and format, architecture and unit tests.
import { run, setUp } from './setup.mjs';

setUp();
const steps = [
  ['tsc', ['-p', '.']],
  ['tsc', ['-p', 'web']],
  ['biome', ['check', '.']],
  ['vitest', ['run', '--project', 'unit']],
];
const failed = steps.filter(([command, args]) => run(command, args) !== 0).map(([command]) => command);
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
