import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from '../test/report.ts';

/**
 * The checks of the repository: tasks of turbo.json, so that one whose inputs did not change costs nothing. Each with
 * what to do about a finding, where the finding itself does not say it.
 */
export const checks: Readonly<Record<string, string>> = {
  'check:types': 'Let the types say what the code does; narrow an `unknown` instead of casting it.',
  'check:browser':
    'This code also runs in a browser: take what Node offers as an argument (a port), and implement it in an app or in packages/clusters.',
  'check:lint': 'The help line under a finding names the way out. A suppression needs its reason beside it.',
  'check:format': '`pnpm format` writes every file as it should be.',
  'check:structure': 'Each finding says where the thing belongs. `pnpm structure --write` redraws the drawing.',
  'check:exports':
    'Delete what nobody uses; drop `export` from what only its own file uses; list what another package needs in src/index.ts; remove a dependency that nobody imports; name a new entry (a tool, a bench) in knip.json.',
};

/** Runs all checks, each to its end, and prints the output of those that fail, with what to do about it. */
export function runChecks(root: string): Outcome {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const run = (names: readonly string[], output: string) =>
    spawnSync(process.execPath, [turbo, 'run', ...names, '--continue', `--output-logs=${output}`, '--ui=stream'], {
      cwd: root,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1' },
      stdio: output === 'none' ? 'ignore' : ['ignore', 'inherit', 'inherit'],
    }).status === 0;
  const names = Object.keys(checks);
  if (run(names, 'errors-only')) return { passed: names.length, failed: [], notRun: [] };
  const failed = names.filter((name) => !run([name], 'none'));
  for (const name of failed) console.error(`${name}: ${checks[name]}`);
  return { passed: names.length - failed.length, failed: failed.map((name) => `pnpm ${name}`), notRun: [] };
}
