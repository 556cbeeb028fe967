import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What the `lab` command loads before anything else; see there. */
const engineOptions = join(import.meta.dirname, '..', '..', '..', '..', 'apps', 'cli', 'bin', 'engine-options.mjs');

/** One line of `pnpm bench`. */
export function figure(name: string, value: number, unit: string, budget?: number): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit, ...(budget !== undefined && { budget }) })}\n`);
}

/**
 * Runs a file of this folder in a process of its own, bundled and started as the `lab` command is: what a loader of
 * TypeScript adds to each function is not measured.
 * @param runs how often; the measure that `pick` sorts first is returned, as other work on the machine only adds to it
 * @returns what the file printed, as JSON
 */
export async function runPart<Measured>(
  name: string,
  options: {
    readonly args?: readonly string[];
    readonly runs?: number;
    readonly pick?: (measured: Measured) => number;
  },
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-bench-'));
  try {
    const bundle = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(import.meta.dirname, `${name}.ts`)],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    const all = Array.from({ length: options.runs ?? 1 }, () => runOnce(bundle, options.args ?? []) as Measured);
    const { pick } = options;
    if (pick) all.sort((a, b) => pick(a) - pick(b));
    return all[0] as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOnce(bundle: string, args: readonly string[]): unknown {
  const flags = ['--expose-gc', '--max-old-space-size=6144', '--import', pathToFileURL(engineOptions).href];
  const run = spawnSync(process.execPath, [...flags, bundle, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`${bundle} ${args.join(' ')} ended with exit code ${run.status}`);
  return JSON.parse(run.stdout);
}
