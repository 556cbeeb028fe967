import { SystemError } from '../files/errno.ts';
import { findSignal, signalNumbers } from '../process/signals.ts';
import { applet } from './applet.ts';
import { complainUsage } from './usage.ts';

/** `kill` as a program, when no shell is in between. */
export const kill = applet('kill', function* (context, args) {
  const rest = [...args];
  if (rest[0] === '-l') {
    yield* context.write(
      1,
      Object.entries(signalNumbers)
        .map(([name, number]) => `${String(number).padStart(2)}) ${name}\n`)
        .join(''),
    );
    return 0;
  }
  let name = 'TERM';
  if (rest[0] === '-s') {
    name = rest[1] ?? '';
    rest.splice(0, 2);
  } else if (rest[0]?.startsWith('-') && rest[0] !== '--') name = (rest.shift() ?? '').slice(1);
  const signal = name === '0' ? undefined : findSignal(name);
  if (name !== '0' && !signal) {
    yield* context.complain(`kill: bad signal name '${name}'`);
    return 1;
  }
  if (rest.length === 0) {
    yield* context.complain('kill: you need to specify whom to kill');
    return 1;
  }
  let status = 0;
  for (const argument of rest) {
    try {
      if (!/^-?\d+$/.test(argument)) {
        yield* context.complain(`kill: invalid number '${argument}'`);
        status = 1;
      } else yield* context.kill(Number(argument), signal);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* context.complain(`kill: can't kill pid ${argument}: ${error.message}`);
      status = 1;
    }
  }
  return status;
});

/** Signals processes by the name of their program. */
export const killall = applet('killall', function* (context, args) {
  const rest = [...args];
  if (rest[0] === '-l') {
    for (const [name, number] of Object.entries(signalNumbers))
      context.print(`${String(number).padStart(2)}) ${name}\n`);
    return 0;
  }
  let name = 'TERM';
  const quiet = rest[0] === '-q' && rest.shift() !== undefined;
  if (quiet && rest.length === 0) return yield* complainUsage(context);
  if (rest[0] === '-s' && rest.length > 1) {
    name = rest[1] ?? '';
    rest.splice(0, 2);
  } else if (rest[0] === '--') rest.shift();
  else if (rest[0]?.startsWith('-')) name = (rest.shift() ?? '').slice(1);
  const signal = name === '0' ? undefined : findSignal(name);
  if (name !== '0' && !signal) {
    yield* context.complain(`killall: bad signal name '${name}'`);
    return 1;
  }
  if (rest.length === 0) {
    yield* context.complain('killall: you need to specify whom to kill');
    return 1;
  }
  let status = 0;
  for (const wanted of rest) {
    const others = [...context.container.processes.values()].filter(
      (process) => process.command === wanted && process !== context.process && !process.status,
    );
    if (others.length === 0) {
      if (!quiet) yield* context.complain(`killall: ${wanted}: no process killed`);
      status += 1;
    }
    for (const process of others) yield* context.kill(process.pid, signal);
  }
  return status;
});
