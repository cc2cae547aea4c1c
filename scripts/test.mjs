// Everything: types, lint, the worker's own tests, and every Vitest suite. Closes with what failed and one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { environment, root, run, setUp } from './setup.mjs';

setUp();
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

for (const [command, args] of [
  ['tsc', ['-p', '.']],
  ['tsc', ['-p', 'web']],
  ['biome', ['check', '.']],
  ['node', ['scripts/web.mjs', '--if-stale']],
]) {
  if (run(command, args) === 0) total.passed += 1;
  else fail([command, ...args].join(' '), 1);
}
python();
for (const project of ['unit', 'contract', 'conformance', 'e2e']) vitest(project);

// A run of a quarter of an hour prints much: what went wrong is said again where everybody looks, at the end.
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed === 0 ? 0 : 1);

/** The worker's tests, with the machine's own Python: it needs nothing but the standard library. */
function python() {
  console.log('\nworker (python3 -m unittest)');
  const args = ['-m', 'unittest', 'discover', '-s', 'worker/tests', '-t', 'worker/tests'];
  const done = spawnSync('python3', args, { cwd: root, env: environment(), encoding: 'utf8' });
  const said = `${done.stdout ?? ''}${done.stderr ?? ''}`;
  const ran = Number(/Ran (\d+) tests?/.exec(said)?.[1] ?? 0);
  const bad = [...said.matchAll(/(?:failures|errors)=(\d+)/g)].reduce(
    (sum, match) => sum + Number(match[1]),
    0,
  );
  const skipped = Number(/skipped=(\d+)/.exec(said)?.[1] ?? 0);
  console.log(done.status === 0 ? `${ran} tests passed` : said.slice(-8000));
  if (done.status !== 0) fail(`worker: ${said.slice(-2000)}`, Math.max(bad, 1));
  total.skipped += skipped;
  total.passed += ran - bad - skipped;
}

function vitest(project) {
  console.log(`\n${project}`);
  const folder = mkdtempSync(join(tmpdir(), 'teal-test-'));
  const report = join(folder, 'report.json');
  const status = run('vitest', [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--silent=passed-only',
    `--reporter=${process.stdout.isTTY ? 'default' : 'dot'}`,
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = readCounts(report);
  rmSync(folder, { recursive: true, force: true });
  total.passed += counts.numPassedTests;
  total.skipped += counts.numPendingTests;
  failures.push(...failedTests(project, counts));
  total.failed += counts.numFailedTests;
  // A file that could not even be loaded has no tests to fail; its status is what tells.
  if (counts.numFailedTests === 0 && status !== 0)
    fail(`${project}: a file could not be loaded, or an error came outside of the tests`, 1);
}

function fail(what, count) {
  failures.push(what);
  total.failed += count;
}

/** One text a failed test: file, name and the beginning of why. A file that failed as a whole is one, too. */
function failedTests(project, counts) {
  return (counts.testResults ?? []).flatMap((file) => {
    const name = `${project}: ${relative(root, file.name)}`;
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (file.status === 'failed' && failed.length === 0) return [`${name}\n${file.message.slice(0, 1000)}`];
    return failed.map(
      (test) => `${name}: ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 1000)}`,
    );
  });
}

function readCounts(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
