import type { ContainerSpace, Kernel, Program } from '@podlab/shell';

/** Starts what holds a sandbox open, as PID 1 of all containers that share their processes. */
export function startPause(kernel: Kernel, onExit: () => void): ContainerSpace {
  const image = kernel.createVolume();
  image.addProgram('/pause', pauseProgram);
  const space = kernel.createContainer({ hostname: 'pause', image, mounts: [] });
  const ignore = () => undefined;
  const user = { uid: 65_535, gid: 65_535 };
  space.start({ argv: ['/pause'], env: {}, user, stdout: ignore, stderr: ignore, onExit });
  return space;
}

/** Does nothing until it is told to end. */
const pauseProgram: Program = {
  name: 'pause',
  *run(process) {
    for (const signal of ['TERM', 'INT'] as const) process.onSignal(signal, 'handle');
    for (;;) {
      yield* process.pause();
      if (process.takeSignal() !== undefined) return 0;
    }
  },
};
