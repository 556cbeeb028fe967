import { SystemError } from '../../files/errno.ts';
import { findSignal, signalNumbers } from '../../process/signals.ts';
import { describeSignal } from '../signal-text.ts';
import type { ChildReport } from '../../process/context.ts';
import type { Coroutine } from '../../process/process.ts';
import type { Builtin } from '../builtin.ts';
import { type Job, jobStatus } from '../jobs.ts';
import { takeLetters } from './next-option.ts';
import type { Shell } from '../shell.ts';

/** Status of `wait` when a signal with a handler came first. */
function interruptedStatus(shell: Shell): number {
  const signal = [...shell.context.process.pending].find((one) => one !== 'CHLD') ?? 'CHLD';
  return 128 + signalNumbers[signal];
}

function* waitFor(shell: Shell, isDone: () => boolean): Coroutine<number | undefined> {
  while (!isDone()) {
    try {
      const report = yield* shell.context.wait();
      if (report) shell.jobs.note(report.pid, report.status);
      if ([...shell.context.process.pending].some((signal) => signal !== 'CHLD')) return interruptedStatus(shell);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (error.code === 'EINTR') return interruptedStatus(shell);
      return undefined;
    }
  }
  return undefined;
}

/**
 * `wait -n`, as busybox 1.37 has it (shell/ash.c, dowait): it takes a status for a process number, so that it goes on
 * waiting after a job that failed, ends after one that did not, and gives 0 for that and 129 when there was none.
 */
function* waitForOne(shell: Shell): Coroutine<number> {
  const { context, jobs } = shell;
  if (jobs.all().every(({ state }) => state !== 'running')) return jobs.all().length === 0 ? 127 : 0;
  let hasSucceeded = false;
  for (;;) {
    let job: Job | undefined;
    // It looks for one that runs, from the newest on: those before it count as waited for.
    for (const known of jobs.newestFirst()) {
      if (known.state === 'running') break;
      if (known.state === 'done') known.waited = true;
    }
    try {
      const report: ChildReport | undefined = yield* context.wait({
        noHang: hasSucceeded,
        stopped: shell.options.has('m'),
      });
      if (report) jobs.note(report.pid, report.status);
      job = report && jobs.ofProcess(report.pid);
      if ([...context.process.pending].some((signal) => signal !== 'CHLD')) return interruptedStatus(shell);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (error.code === 'EINTR') return interruptedStatus(shell);
    }
    if (job?.state !== 'done') return hasSucceeded ? 0 : 129;
    hasSucceeded ||= jobStatus(job) === 0;
  }
}

function* wait(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const { options, rest } = takeLetters(shell, argv, 'n');
  if (rest.length === 0 && options.length > 0) return yield* waitForOne(shell);
  if (rest.length === 0) {
    const interrupted = yield* waitFor(shell, () => shell.jobs.all().every((job) => job.state === 'done'));
    if (interrupted !== undefined) return interrupted;
    for (const job of shell.jobs.all()) job.waited = true;
    return 0;
  }
  let status = 0;
  for (const argument of rest) {
    const job = findJob(shell, argument);
    if (!job) {
      status = 127;
      continue;
    }
    const pid = argument.startsWith('%') ? undefined : Number(argument);
    const isDone = () => (pid === undefined ? job.state === 'done' : job.processes.get(pid) !== undefined);
    const interrupted = yield* waitFor(shell, isDone);
    if (interrupted !== undefined) return interrupted;
    status = pid === undefined ? jobStatus(job) : (job.processes.get(pid)?.code ?? 127);
    const ended = pid === undefined ? [...job.processes.values()].at(-1) : job.processes.get(pid);
    const isTold = ended?.signal !== undefined && ended.signal !== 'INT' && ended.signal !== 'PIPE';
    if (isTold && ended.signal && !job.told && !shell.options.has('i')) {
      yield* shell.context.write(2, `${describeSignal(ended.signal, ended.hasDumped)}\n`);
    }
    job.told = true;
    if (job.state === 'done') job.waited = true;
  }
  return status;
}

function findJob(shell: Shell, text: string): Job | undefined {
  if (text.startsWith('%')) {
    const job = shell.jobs.find(text, shell.options.has('m'));
    if (!job) throw shell.builtinError('wait', `${text}: no such job`);
    return job;
  }
  if (!/^\d+$/.test(text)) throw shell.builtinError('wait', `Illegal number: ${text}`);
  return shell.jobs.ofProcess(Number(text));
}

function* kill(shell: Shell, argv: readonly string[]): Coroutine<number> {
  const args = argv.slice(1);
  if (args[0] === '-l') return yield* listSignals(shell, args.slice(1));
  let name = 'TERM';
  if (args[0] === '-s') {
    name = args[1] ?? 's';
    args.splice(0, 2);
  } else if (args[0]?.startsWith('-') && args[0] !== '--') name = (args.shift() ?? '').slice(1);
  if (args[0] === '--') args.shift();
  const signal = name === '0' ? undefined : findSignal(name);
  if (name !== '0' && !signal) return yield* fail(shell, `bad signal name '${name}'`);
  if (args.length === 0) return yield* fail(shell, 'you need to specify whom to kill');
  let failures = 0;
  const targets = args.flatMap((argument) => {
    const job = argument.startsWith('%') ? shell.jobs.find(argument, shell.options.has('m')) : undefined;
    if (argument.startsWith('%') && !job)
      throw shell.builtinError('kill', /^%[%+]?$/.test(argument) ? 'No current job' : `${argument}: no such job`);
    if (job?.state === 'done') return [];
    // Without job control a job has no group of its own.
    const pids = job && (shell.options.has('m') ? [-job.group] : [...job.processes.keys()]);
    return (pids ?? [Number(argument)]).map((pid) => ({ argument, job, pid }));
  });
  for (const { argument, job, pid } of targets) {
    if (!Number.isInteger(pid) || (!argument.startsWith('%') && !/^-?\d+$/.test(argument))) {
      yield* shell.context.write(2, `${shell.programName}: invalid number '${argument}'\n`);
      failures += 1;
      continue;
    }
    try {
      yield* shell.context.kill(pid, signal);
      if (job?.state === 'stopped' && signal !== undefined) yield* shell.context.kill(pid, 'CONT');
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      yield* shell.context.write(2, `${shell.programName}: can't kill pid ${argument}: ${error.message}\n`);
      failures += 1;
    }
  }
  return failures > 0 ? 1 : 0;
}

function* fail(shell: Shell, message: string): Coroutine<number> {
  yield* shell.context.write(2, `${shell.programName}: ${message}\n`);
  return 1;
}

/** `kill -l`: all signals, or the names of numbers (exit statuses too) and the numbers of names. */
function* listSignals(shell: Shell, wanted: readonly string[]): Coroutine<number> {
  for (const one of wanted) {
    const number = Number(one);
    // What begins with a digit is a number, and nothing else is.
    const isWrong = /^\d/.test(one) ? !/^\d+$/.test(one) : one.startsWith('-');
    const signal = isWrong ? undefined : findSignal(Number.isNaN(number) ? one : String(number & 127));
    if (isWrong) return yield* fail(shell, `unknown signal '${one}'`);
    if (!signal && Number.isNaN(number)) return yield* fail(shell, `unknown signal '${one}'`);
    const shown =
      Number.isNaN(number) && signal ? signalNumbers[signal] : number === 0 ? 'EXIT' : (signal ?? String(number & 127));
    yield* shell.context.write(1, `${shown}\n`);
  }
  if (wanted.length > 0) return 0;
  const lines = Object.entries(signalNumbers).map(([name, number]) => `${String(number).padStart(2)}) ${name}\n`);
  yield* shell.context.write(1, lines.join(''));
  return 0;
}

/** One line of `jobs`. */
export function describeJob(shell: Shell, job: Job, pids = false): string {
  const mark = shell.jobs.current() === job ? '+' : shell.jobs.previous() === job ? '-' : ' ';
  const last = [...job.processes.values()].at(-1);
  const done = last?.signal
    ? describeSignal(last.signal, last.hasDumped)
    : last && last.code > 0
      ? `Done(${last.code})`
      : 'Done';
  const state = job.state === 'running' ? 'Running' : job.state === 'stopped' ? 'Stopped' : done;
  const [first, ...others] = job.processes.keys();
  const start = `[${job.number}]${mark}  ${pids ? `${first ?? job.group} ` : ''}${state}`;
  // Without job control ash keeps no names, only what stands between them.
  const text = shell.options.has('m') ? job.text : ' | '.repeat(job.processes.size - 1);
  if (!pids || others.length === 0) return `${start.padEnd(32)} ${text}\n`;
  const commands = shell.options.has('m') ? job.text.split(' | ') : [];
  const lines = others.map((pid, at) => `${`      ${pid}`.padEnd(32)} | ${commands[at + 1] ?? ''}\n`);
  return `${start.padEnd(32)} ${commands[0] ?? ''}\n${lines.join('')}`;
}

/** Takes note of children that ended, without waiting. */
export function* noteEnded(shell: Shell): Coroutine<void> {
  for (;;) {
    try {
      const report = yield* shell.context.wait({ noHang: true, stopped: shell.options.has('m') });
      if (!report) return;
      shell.jobs.note(report.pid, report.status);
    } catch (error) {
      if (error instanceof SystemError) return;
      throw error;
    }
  }
}

function* resume(shell: Shell, argv: readonly string[], foreground: boolean): Coroutine<number> {
  const name = argv[0] ?? '';
  const job = argv[1] === undefined ? shell.jobs.current() : shell.jobs.find(argv[1], shell.options.has('m'));
  if (!job) throw shell.builtinError(name, argv[1] === undefined ? 'No current job' : `${argv[1]}: no such job`);
  if (!shell.options.has('m')) {
    throw shell.builtinError(name, `job ${argv[1] ?? '(null)'} not created under job control`);
  }
  yield* shell.context.write(1, `${foreground ? '' : `[${job.number}] `}${job.text}\n`);
  job.state = 'running';
  const { terminal } = shell.context;
  if (foreground && terminal) terminal.foreground = job.group;
  yield* shell.context.kill(-job.group, 'CONT');
  if (!foreground) return 0;
  shell.jobs.remove(job);
  const left = [...job.processes].filter(([, status]) => status === undefined).map(([pid]) => pid);
  return yield* shell.waitForeground(left, job.text);
}

/** Builtins about jobs and signals. */
export const jobBuiltins: readonly Builtin[] = [
  { name: 'wait', run: wait },
  { name: 'kill', run: kill },
  {
    name: 'jobs',
    run: function* (shell, argv) {
      const { options, rest } = takeLetters(shell, argv, 'lp');
      const has = (letter: string) => options.some((option) => option.letter === letter);
      yield* noteEnded(shell);
      const wanted = rest.map((name) => {
        const job = shell.jobs.find(name.startsWith('%') ? name : `%${name}`, shell.options.has('m'));
        if (!job) throw shell.builtinError('jobs', `${name}: no such job`);
        return job;
      });
      for (const job of rest.length > 0 ? wanted : shell.jobs.newestFirst()) {
        const line = has('p') ? `${[...job.processes.keys()][0] ?? job.group}\n` : describeJob(shell, job, has('l'));
        yield* shell.context.write(1, line);
        if (job.state === 'done') shell.jobs.remove(job);
      }
      return 0;
    },
  },
  { name: 'fg', run: (shell, argv) => resume(shell, argv, true) },
  { name: 'bg', run: (shell, argv) => resume(shell, argv, false) },
];
