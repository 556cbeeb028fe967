// Measures what a learner waits for, on the built command: prints one JSON line for each figure.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'lab.mjs');
const runs = Number(process.env.PODLAB_BENCH_RUNS ?? 5);
const lab = 'replaced-not-restarted';

/** Runs the command in an empty home; ends at its first line that `isDone` accepts, or at its end. */
function run(args, isDone) {
  const home = mkdtempSync(join(tmpdir(), 'podlab-bench-'));
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      env: { ...process.env, PODLAB_HOME: home, PODLAB_BENCH: '1' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let text = '';
    let elapsedMs;
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (elapsedMs !== undefined || !isDone?.(text)) return;
      elapsedMs = performance.now() - startMs;
      child.stdin.end();
    });
    if (!isDone) child.stdin.end();
    child.on('error', reject);
    child.on('exit', (code) => {
      rmSync(home, { recursive: true, force: true });
      resolve({ elapsedMs: elapsedMs ?? performance.now() - startMs, code, text, pid: child.pid });
    });
  });
}

async function best(count, measure) {
  const values = [];
  for (let i = 0; i < count; i += 1) values.push(await measure());
  return values.sort((a, b) => a - b)[0];
}

function print(name, value, unit) {
  process.stdout.write(`${JSON.stringify({ name, value: Math.round(value * 1000) / 1000, unit })}\n`);
}

await run(['--help']); // builds the bundle when it is not current
print('cli.help', (await best(runs, async () => (await run(['--help'])).elapsedMs)) / 1000, 's');

const hasVerdict = (text) => text.includes('"verdict"');
const firstVerdict = async () => {
  const { elapsedMs, code, text } = await run([lab, '--engine', 'embedded', '--json'], hasVerdict);
  if (code !== 1 || !text.includes('"verdict":"notYet"')) throw new Error(`no first verdict (exit ${code}): ${text}`);
  return elapsedMs;
};
print('cli.firstVerdict.embedded', (await best(runs, firstVerdict)) / 1000, 's');

const verify = await run(['verify', lab, '--engine', 'embedded', '--json']);
print('cli.verify.embedded', verify.elapsedMs / 1000, 's');
if (verify.code !== 0) throw new Error(`verify failed: ${verify.text}`);
