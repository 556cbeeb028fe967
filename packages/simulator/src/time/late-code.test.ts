import { createRandom } from '@podlab/apimachinery';
import { createKernel, lateProgram, type Program } from '@podlab/shell';
import { describe, expect, test } from 'vitest';
import { createEventLoop } from './event-loop.ts';

const startMs = 1_767_225_600_000;

/** Says that it is there, computes for more than one slice, and says so again. */
const busy: Program = {
  name: 'busy',
  run: function* (context) {
    context.print(`${context.argv[1]} begins\n`);
    for (let round = 0; round < 60; round += 1) {
      context.charge(1_000);
      yield* context.breathe();
    }
    context.print(`${context.argv[1]} ends\n`);
    return 0;
  },
};

/** Runs three processes, each in a container of its own, and a timer, and writes down what happens when. */
async function transcript(program: Program): Promise<{ readonly lines: readonly string[]; readonly waits: number }> {
  const time = createEventLoop(startMs);
  const kernel = createKernel({ timers: time, random: createRandom('late') });
  const lines: string[] = [];
  const note = (text: string) => lines.push(`${time.nowMs() - startMs} #${time.callsMade()} ${text.trim()}`);
  const image = kernel.createVolume();
  image.addProgram('/bin/busy', program);
  image.addProgram('/bin/early', { ...busy, name: 'early' });
  for (const argv of [
    ['/bin/early', 'first'],
    ['/bin/busy', 'second'],
    ['/bin/early', 'third'],
  ]) {
    kernel.createContainer({ hostname: 'one', image, mounts: [] }).start({
      argv,
      env: {},
      stdout: (chunk) => note(new TextDecoder().decode(chunk)),
      stderr: (chunk) => note(new TextDecoder().decode(chunk)),
      onExit: ({ code }) => note(`${argv[1]} exits with ${code}`),
    });
  }
  time.schedule(1, () => note('a timer'));
  let waits = 0;
  while (!time.runUntil(startMs + 1_000)) {
    waits += 1;
    note('held');
    await time.held();
    lines.pop();
  }
  return { lines, waits };
}

describe('code that is loaded when it first runs', () => {
  test('leaves no trace in what happens and when', async () => {
    const early = await transcript(busy);
    const late = await transcript(lateProgram('busy', async () => busy));
    expect(early.waits).toBe(0);
    expect(late.waits).toBe(1);
    expect(early.lines).toContainEqual(expect.stringContaining('second exits with 0'));
    expect(late.lines).toEqual(early.lines);
  });

  test('that cannot be loaded stops the world with the reason', async () => {
    await expect(transcript(lateProgram('busy', () => Promise.reject(new Error('offline'))))).rejects.toThrow(
      'offline',
    );
  });
});
