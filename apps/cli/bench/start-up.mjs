// Measures what a learner waits for, on the built command: prints one JSON line for each figure.
import { spawn, spawnSync } from 'node:child_process';
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

function print(name, value, unit, budget) {
  const figure = { name, value: Math.round(value * 1000) / 1000, unit, ...(budget === undefined ? {} : { budget }) };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

await run(['--help']); // builds the bundle when it is not current
print('cli: lab --help', (await best(runs, async () => (await run(['--help'])).elapsedMs)) / 1000, 's', 0.2);

const embedded = [lab, '--engine', 'embedded', '--json'];
const hasVerdict = (text) => text.includes('"verdict"');
const firstVerdict = async () => {
  const { elapsedMs, code, text } = await run(embedded, hasVerdict);
  if (code !== 1 || !text.includes('"verdict":"notYet"')) throw new Error(`no first verdict (exit ${code}): ${text}`);
  return elapsedMs;
};
print('cli: process start to first verdict, embedded', (await best(runs, firstVerdict)) / 1000, 's', 1);

const verify = await run(['verify', lab, '--engine', 'embedded', '--json']);
if (verify.code !== 0) throw new Error(`verify failed: ${verify.text}`);
print('cli: verify, all proofs, embedded', verify.elapsedMs / 1000, 's', 5);

if (process.platform !== 'win32') print('cli: memory after 20 s of a lab, embedded', await memoryOfLab(), 'MB', 150);

/** Resident memory of the process that plays the lab, after it has been worked on. */
async function memoryOfLab() {
  const home = mkdtempSync(join(tmpdir(), 'podlab-bench-'));
  const env = { ...process.env, PODLAB_HOME: home };
  const child = spawn(process.execPath, [bin, ...embedded], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  for (let i = 0; i < 20; i += 1) {
    spawnSync(process.execPath, [bin, 'check', lab, '--json'], { env });
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
  child.kill('SIGTERM');
  await new Promise((resolve) => child.on('exit', resolve));
  rmSync(home, { recursive: true, force: true });
  return Number(stdout.trim()) / 1024;
}
