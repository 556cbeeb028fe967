import { HostStream } from '../files/stream.ts';
import { MemoryVolume } from '../files/volume.ts';
import type { Kernel, KernelOptions } from '../ports.ts';
import { Container } from './container.ts';
import { NodeMemoryGroup } from './memory.ts';
import { Scheduler } from './scheduler.ts';

/** Creates what runs the processes of all containers of one embedded cluster. */
export function createKernel({ timers, random }: KernelOptions): Kernel {
  const scheduler = new Scheduler(timers, random);
  return {
    createContainer: (options) => new Container(scheduler, options),
    createVolume: (options) => new MemoryVolume(scheduler, undefined, options),
    createNodeMemory: (capacityBytes) => new NodeMemoryGroup(capacityBytes),
    createInput: () => new HostStream(),
  };
}
