import { runScript } from '../src/testing/container-run.ts';

function figure(name: string, value: number, unit: string, budget?: number): void {
  process.stdout.write(`${JSON.stringify({ name, value, unit, ...(budget !== undefined && { budget }) })}\n`);
}

/** The best of three runs, because other work on the machine only makes it slower. */
function secondsFor(script: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    const run = runScript(script);
    best = Math.min(best, (performance.now() - start) / 1000);
    if (run.status?.code !== 0) throw new Error(`${script}: ${run.stderr}`);
  }
  return best;
}

const loop = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo $i';
figure('shell: 100,000 rounds of a while loop', secondsFor(loop), 's', 0.5);

const megabytes = 256;
const seconds = secondsFor(`head -c ${megabytes}m /dev/zero | cat | cat > /dev/null`);
figure('shell: seconds to move 100 MB through cat | cat', (seconds * 100) / megabytes, 's', 2);
figure('shell: a pipe moves', megabytes / seconds, 'MB/s');

const starts = 2000;
figure(
  'shell: start and end of a program',
  (secondsFor(`i=0; while [ $i -lt ${starts} ]; do /bin/true; i=$((i+1)); done`) * 1e6) / starts,
  'us',
);
