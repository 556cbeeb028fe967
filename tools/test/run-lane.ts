import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Lane } from './lanes.ts';
import { countTests, type Outcome, type VitestReport } from './report.ts';

export interface LaneOptions {
  /** The repository's root. */
  readonly root: string;
  /** Whether other lanes print beside this one: its lines then begin with its name. Default: no. */
  readonly isOneOfMany?: boolean;
}

/** Runs a lane to its end, printing as it goes. A vitest that fails outside of its tests is a failure too. */
export async function runLane(lane: Lane, { root, isOneOfMany = false }: LaneOptions): Promise<Outcome> {
  const report = join(root, '.cache', 'test', `vitest-${lane.name}.json`);
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...lane.args];
  const status = await runToEnd(args, root, isOneOfMany ? lane.name : undefined);
  try {
    const counted = countTests(JSON.parse(readFileSync(report, 'utf8')) as VitestReport);
    const isHidden = status !== 0 && counted.failed.length === 0;
    const hidden = isHidden ? [`vitest (${lane.name}) failed outside of any test: see above`] : [];
    return { ...counted, failed: [...counted.failed, ...hidden] };
  } catch (cause) {
    return {
      passed: 0,
      failed: [`vitest (${lane.name}) left no report (exit ${status}): ${String(cause)}`],
      notRun: [],
    };
  }
}

function runToEnd(args: readonly string[], cwd: string, prefix: string | undefined): Promise<number | null> {
  const stdio = prefix === undefined ? 'inherit' : (['ignore', 'pipe', 'pipe'] as const);
  const child = spawn(process.execPath, args, { cwd, stdio: typeof stdio === 'string' ? stdio : [...stdio] });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`${prefix} │ ${line}`));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}
