import { createRandom } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { installBusybox } from '../applets/table.ts';
import { textOf } from '../files/bytes.ts';
import type { MemoryOptions } from '../ports.ts';
import { TestTimers } from '../testing/container-run.ts';
import { createKernel } from './kernel.ts';

const mebibyte = 1024 * 1024;

function openKernel() {
  const timers = new TestTimers();
  const kernel = createKernel({ timers, random: createRandom('memory') });
  const image = kernel.createVolume();
  installBusybox(image);
  const run = (script: string, memory: MemoryOptions) => {
    const space = kernel.createContainer({ hostname: 'c', image, mounts: [], memory });
    const running = { output: '', code: undefined as number | undefined, space };
    const stdout = (chunk: Uint8Array) => {
      running.output += textOf(chunk);
    };
    space.start({
      argv: ['sh', '-c', script],
      env: {},
      stdout,
      stderr: stdout,
      onExit: ({ code }) => {
        running.code = code;
      },
    });
    return running;
  };
  return { kernel, timers, run };
}

describe('memory of a container', () => {
  it('is what its largest process is killed for', () => {
    const { run, timers } = openKernel();
    const { output, code } = (() => {
      const running = run('x=$(head -c 3000000 /dev/zero | tr "\\0" a); tail /dev/zero; echo $? ${#x}', {
        limitBytes: 8 * mebibyte,
      });
      timers.run(60_000);
      return running;
    })();
    expect([output, code]).toEqual(['Killed\n137 3000000\n', 0]);
  });

  it('is what an awk program is killed for that gathers what it reads', () => {
    const { run, timers } = openKernel();
    const running = run(`awk 'BEGIN { while (1) a[i++] = "0123456789012345678901234567890123456789" }'; echo $?`, {
      limitBytes: 8 * mebibyte,
    });
    timers.run(60_000);
    expect(running.output).toBe('Killed\n137\n');
  });

  it('of an awk program is given back when elements are deleted', () => {
    const { run, timers } = openKernel();
    const program =
      'BEGIN { for (j = 0; j < 400; j++) { for (i = 0; i < 500; i++) a[i] = "0123456789"; delete a }; print "done" }';
    const running = run(`awk '${program}'; echo $?`, { limitBytes: 8 * mebibyte });
    timers.run(60_000);
    expect(running.output).toBe('done\n0\n');
  });

  it('is given back when a variable is made shorter, and when a process ends', () => {
    const { run, timers } = openKernel();
    const { space } = run(
      'x=$(head -c 3000000 /dev/zero | tr "\\0" a); x=; head -c 2000000 /dev/zero | tail -c 1 >/dev/null; sleep 9',
      {},
    );
    timers.run(5_000);
    expect(space.memoryBytes()).toBeLessThan(mebibyte);
  });

  it('is shared by the containers of a node, and the one with the highest adjustment pays', () => {
    const { kernel, run, timers } = openKernel();
    const node = kernel.createNodeMemory(16 * mebibyte);
    const first = run('sleep 100', { node, scoreAdjustment: 1000 });
    const second = run('tail /dev/zero; sleep 100', { node, scoreAdjustment: -997 });
    timers.run(5_000);
    expect([first.code, second.code]).toEqual([137, undefined]);
    expect(second.output).toBe('Killed\n');
  });
});
