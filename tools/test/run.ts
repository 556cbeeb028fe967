/**
 * `pnpm test`: every check and every test that this machine can run, then what it could not, by name.
 *
 * PODLAB_MUST_RUN lists what must be there, separated by commas (`Docker`, `kubectl 1.30`, …; `all` for everything): a
 * test that needs one of these and did not run is then a failure. The project's own CI sets it.
 */
import { join } from 'node:path';
import { runChecks } from '../check/checks.ts';
import { lanesFor } from './lanes.ts';
import { needs, sum } from './report.ts';
import { runLane } from './run-lane.ts';

const root = join(import.meta.dirname, '..', '..');
const lanes = lanesFor(process.argv.slice(2));

const checked = runChecks(root);
const tested = await Promise.all(lanes.map((lane) => runLane(lane, { root, isOneOfMany: lanes.length > 1 })));
const outcome = sum([checked, ...tested]);
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
