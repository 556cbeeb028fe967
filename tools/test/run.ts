/**
 * `pnpm test`: every check and every test that this machine can run, then what it could not, by name.
 *
 * PODLAB_MUST_RUN lists what must be there, separated by commas (`Docker`, `kubectl 1.30`, …; `all` for everything): a
 * test that needs one of these and did not run is then a failure. The project's own CI sets it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from '../check/checks.ts';
import { countTests, needs, type Outcome, sum, type VitestReport } from './report.ts';

const root = join(import.meta.dirname, '..', '..');
const reportFile = join(root, '.cache', 'test', 'vitest.json');

const outcome = sum([runChecks(root), runVitest()]);
const required = (process.env['PODLAB_MUST_RUN'] ?? '').split(',').map((name) => name.trim());
const missing = outcome.notRun.filter((title) => required.includes('all') || required.includes(needs(title) ?? ''));
const failed = [...outcome.failed, ...missing.map((title) => `${title} had to run here and did not`)];
const notRun = outcome.notRun.filter((title) => !missing.includes(title));

if (notRun.length > 0) console.log(`\nNot run here (${notRun.length}):`);
for (const title of notRun) console.log(`  - ${title}`);
if (failed.length > 0) console.log('\nFailed:');
for (const title of failed) console.log(`  ✗ ${title}`);
console.log(`\n${outcome.passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

function runVitest(): Outcome {
  mkdirSync(join(reportFile, '..'), { recursive: true });
  rmSync(reportFile, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  try {
    const counted = countTests(JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport);
    const hidden = status !== 0 && counted.failed.length === 0 ? ['vitest failed outside of any test: see above'] : [];
    return { ...counted, failed: [...counted.failed, ...hidden] };
  } catch (cause) {
    return { passed: 0, failed: [`vitest left no report (exit ${status}): ${String(cause)}`], notRun: [] };
  }
}
