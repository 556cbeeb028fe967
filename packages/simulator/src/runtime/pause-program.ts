import type { Program } from '@podlab/shell';

/** What holds a sandbox open: does nothing until it is told to end. */
export const pauseProgram: Program = {
  name: 'pause',
  *run(process) {
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    for (;;) {
      yield* process.pause();
      if (process.takeSignal() !== undefined) return 0;
    }
  },
};
