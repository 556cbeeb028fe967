import type { SignalName } from '../ports.ts';

/** Linux signal numbers (x86-64), in numeric order. */
export const signalNumbers: Readonly<Record<SignalName, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  POLL: 29,
  PWR: 30,
  SYS: 31,
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
  if (signal === 'CHLD' || signal === 'WINCH' || signal === 'URG') return 'ignore';
  if (signal === 'CONT') return 'continue';
  return signal === 'STOP' || signal === 'TSTP' || signal === 'TTIN' || signal === 'TTOU' ? 'stop' : 'terminate';
}

const coreSignals: readonly SignalName[] = 'QUIT ILL TRAP ABRT BUS FPE SEGV XCPU XFSZ SYS'.split(' ') as SignalName[];

/** Whether a process that this signal ends leaves a core dump, unless its limit forbids. @see signal(7) */
export function dumpsCore(signal: SignalName): boolean {
  return coreSignals.includes(signal);
}
