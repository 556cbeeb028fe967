import type { SignalName } from '../ports.ts';

/** What a shell prints about a job that a signal ended. */
export function describeSignal(signal: SignalName, hasDumped = false): string {
  return `${signalDescriptions[signal]}${hasDumped ? ' (core dumped)' : ''}`;
}

const signalDescriptions: Readonly<Record<SignalName, string>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
  ILL: 'Illegal instruction',
  TRAP: 'Trace/breakpoint trap',
  ABRT: 'Aborted',
  BUS: 'Bus error',
  FPE: 'Floating point exception',
  KILL: 'Killed',
  USR1: 'User defined signal 1',
  SEGV: 'Segmentation fault',
  USR2: 'User defined signal 2',
  PIPE: 'Broken pipe',
  ALRM: 'Alarm clock',
  TERM: 'Terminated',
  CHLD: 'Child process status',
  CONT: 'Continued',
  STOP: 'Stopped (signal)',
  TSTP: 'Stopped',
  STKFLT: 'Stack fault',
  TTIN: 'Stopped (tty input)',
  TTOU: 'Stopped (tty output)',
  URG: 'Urgent I/O condition',
  XCPU: 'CPU time limit exceeded',
  XFSZ: 'File size limit exceeded',
  VTALRM: 'Virtual timer expired',
  PROF: 'Profiling timer expired',
  POLL: 'I/O possible',
  PWR: 'Power failure',
  SYS: 'Bad system call',
  WINCH: 'Window changed',
};
