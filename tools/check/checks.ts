import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from '../test/report.ts';

/** The checks of the repository: tasks of turbo.json, so that one whose inputs did not change costs nothing. */
export const checks = [
  'check:types',
  'check:browser',
  'check:lint',
  'check:format',
  'check:structure',
  'check:exports',
] as const;

/** Runs all checks, each to its end, and prints the output of those that fail. */
export function runChecks(root: string): Outcome {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const run = (names: readonly string[], output: string) =>
    spawnSync(process.execPath, [turbo, 'run', ...names, '--continue', `--output-logs=${output}`, '--ui=stream'], {
      cwd: root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
      stdio: output === 'none' ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    }).status === 0;
  if (run(checks, 'errors-only')) return { passed: checks.length, failed: [], notRun: [] };
  const failed = checks.filter((name) => !run([name], 'none'));
  return { passed: checks.length - failed.length, failed: failed.map((name) => `pnpm ${name}`), notRun: [] };
}
