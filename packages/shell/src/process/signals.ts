import type { SignalName } from '../ports.ts';

/** Linux signal numbers (x86-64), in numeric order. */
export const signalNumbers: Readonly<Record<SignalName, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  WINCH: 28,
};

const names = new Map(Object.entries(signalNumbers).map(([name, number]) => [number, name as SignalName]));

/** `TERM`, `SIGTERM`, `term` or `15`; undefined when there is no such signal (or it is not known here). */
export function findSignal(text: string): SignalName | undefined {
  if (/^\d+$/.test(text)) return names.get(Number(text));
  const name = text.toUpperCase().replace(/^SIG/, '');
  return Object.hasOwn(signalNumbers, name) ? (name as SignalName) : undefined;
}

export type DefaultAction = 'terminate' | 'ignore' | 'stop' | 'continue';

/** What a signal does to a process that neither ignores nor handles it (signal(7)). */
export function defaultAction(signal: SignalName): DefaultAction {
  if (signal === 'CHLD' || signal === 'WINCH') return 'ignore';
  if (signal === 'CONT') return 'continue';
  return signal === 'STOP' || signal === 'TSTP' ? 'stop' : 'terminate';
}

/** What a shell prints about a job that a signal ended. */
export const signalDescriptions: Readonly<Record<SignalName, string>> = {
  HUP: 'Hangup',
  INT: 'Interrupt',
  QUIT: 'Quit',
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
  WINCH: 'Window changed',
};
