import { createRandom } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { installBusybox } from '../applets/table.ts';
import { textOf } from '../files/bytes.ts';
import { TestTimers } from '../testing/container-run.ts';
import type { ContainerSpace } from '../ports.ts';
import { createKernel } from './kernel.ts';

function openKernel() {
  const timers = new TestTimers();
  const kernel = createKernel({ timers, random: createRandom('shared') });
  const image = kernel.createVolume();
  installBusybox(image);
  const run = (script: string, processesOf?: ContainerSpace) => {
    const space = kernel.createContainer({ hostname: 'c', image, mounts: [], ...(processesOf && { processesOf }) });
    const running = { output: '', code: undefined as number | undefined, space };
    const stdout = (chunk: Uint8Array) => {
      running.output += textOf(chunk);
    };
    const argv = ['sh', '-c', script];
    const process = space.start({ argv, env: {}, stdout, stderr: stdout, onExit: ({ code }) => (running.code = code) });
    return Object.assign(running, { process });
  };
  return { timers, run };
}

it('containers that share their processes see, and can end, each other’s', () => {
  const { timers, run } = openKernel();
  const target = run('echo mine > /tmp/file; sleep 100; echo over; sleep 50');
  timers.run(1_000);
  const guest = run('ps -o args | grep -c "^sleep 100"; ls /tmp; killall sleep; sleep 1', target.space);
  timers.run(5_000);
  expect(guest.output).toBe('1\n');
  expect([guest.code, target.output, target.code]).toEqual([0, 'Terminated\nover\n', undefined]);
});

it('a process that is not PID 1 dies of TERM though it has no handler', () => {
  const { timers, run } = openKernel();
  const target = run('sleep 100');
  const guest = run('sleep 100', target.space);
  timers.run(1_000);
  guest.process.signal('TERM', 'runtime');
  timers.run(1_000);
  expect([guest.code, target.code]).toEqual([143, undefined]);
});

it('the end of PID 1 is the end of all who share its processes', () => {
  const { timers, run } = openKernel();
  const target = run('sleep 2');
  const guest = run('sleep 100', target.space);
  timers.run(5_000);
  expect([guest.code, target.code]).toEqual([137, 0]);
});

it('the end of a container’s main process ends what else it has started, and nobody else', () => {
  const { timers, run } = openKernel();
  const target = run('sleep 100');
  const guest = run('sleep 50 & sleep 1', target.space);
  timers.run(5_000);
  const look = run('ps -o args | grep -c "^sleep"', target.space);
  timers.run(1_000);
  expect([guest.code, look.output]).toEqual([0, '1\n']);
});
