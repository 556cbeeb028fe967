import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { becomeProgram } from './run-others.ts';
import { complainUsage } from './usage.ts';

function* fail(context: ProcessContext, message: string): Coroutine<number> {
  yield* context.complain(`${context.process.command}: ${message}`);
  return 1;
}

/** Changes how nice processes are: [-n] PRIORITY [-p] PID...; -n adds to what it is. */
export const renice = applet('renice', function* (context, args) {
  const isAdded = args[0]?.startsWith('-n') ?? false;
  const [first = '', ...ids] = isAdded && args[0] === '-n' ? args.slice(1) : args;
  // busybox takes a dash before the priority for one of its own options, whatever stands there.
  const priority = /^-[^\d]/.test(first) ? first.slice(1 + Number(isAdded)) : first;
  if (first !== '' && ids.length === 0 && !/^[-+]?\d+$/.test(priority))
    return yield* fail(context, `invalid number '${priority}'`);
  if (first === '' || ids.length === 0) return yield* complainUsage(context);
  if (!/^[-+]?\d+$/.test(priority)) return yield* fail(context, `invalid number '${priority}'`);
  let status = 0;
  for (const id of ids) {
    if (/^-[pgu]$/.test(id)) continue;
    if (!/^\d+$/.test(id)) {
      status = yield* fail(context, `invalid number '${id}'`);
      continue;
    }
    const process = context.container.processes.get(Number(id));
    if (process) process.nice = Math.max(-20, Math.min(19, Number(priority) + (isAdded ? process.nice : 0)));
    else status = yield* fail(context, 'setpriority: No such process');
  }
  return status;
});

const ioClasses = ['none', 'realtime', 'best-effort', 'idle'];

/** How a process reads and writes: -c CLASS -n PRIORITY -p PID, or a program to run. It changes nothing here. */
export const ionice = applet('ionice', function* (context, args) {
  const options = yield* parseOptions(context, args, '+n:c:pt');
  if (!options) return 1;
  const chosen = Number(options.value('c') ?? 0);
  const [first] = options.rest;
  if (options.has('p') || first === undefined) {
    if (options.has('c') || options.has('n')) return 0;
    context.print(`${ioClasses[chosen] ?? 'none'}: prio 0\n`);
    return 0;
  }
  if (!options.has('c') && !options.has('n')) return yield* fail(context, `invalid number '${first}'`);
  return yield* becomeProgram(context, options.rest, 'ionice: ');
});

/** Which processors a process may use: -p [MASK] PID, or MASK and a program to run. It changes nothing here. */
export const taskset = applet('taskset', function* (context, args) {
  const options = yield* parseOptions(context, args, '+pac');
  if (!options) return 1;
  const [first, second] = options.rest;
  if (first === undefined) return yield* complainUsage(context);
  if (options.has('p')) {
    const pid = second ?? first;
    if (!context.container.processes.get(Number(pid)))
      return yield* fail(context, "can't get affinity: No such process");
    const kind = options.has('c') ? "'s current affinity list: 0,1" : "'s current affinity mask: 3";
    context.print(`pid ${pid}${kind}\n`);
    return 0;
  }
  if (second === undefined) return yield* complainUsage(context);
  return yield* becomeProgram(context, options.rest.slice(1), 'taskset: ');
});

function personality(name: 'linux32' | 'linux64') {
  return applet(name, function* (context, args) {
    const options = yield* parseOptions(context, args, '+');
    if (!options) return 1;
    return yield* becomeProgram(context, options.rest.length === 0 ? ['/bin/sh'] : options.rest, `${name}: `);
  });
}

/** Runs a program as on a machine of 32 or 64 bits. */
export const linux32 = personality('linux32');
export const linux64 = personality('linux64');
