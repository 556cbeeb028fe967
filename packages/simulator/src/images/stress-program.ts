import type { Program, ProcessContext } from '@podlab/shell';

interface Hogs {
  readonly workers: number;
  readonly bytes: number;
  /** Seconds that a worker sleeps before it gives its memory back; 0: for ever; undefined: not at all. */
  readonly hangSeconds: number | undefined;
  readonly isKept: boolean;
  readonly cpus: number;
  readonly timeoutSeconds: number | undefined;
}

const units: Readonly<Record<string, number>> = { B: 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
/** A worker touches its memory in steps: what it may not have, it is killed for on the way. */
const stepBytes = 1024 * 1024;

/**
 * stress 1.0.4 as Kubernetes' own memory tutorial uses it: `--vm N --vm-bytes B --vm-hang S --vm-keep --cpu N --timeout S`.
 * What its workers hold is counted, not stored.
 */
export const stressProgram: Program = {
  name: 'stress',
  *run(process) {
    const hogs = parse(process.argv.slice(1));
    const say = (kind: string, text: string) => process.write(1, `stress: ${kind}: [${process.pid}] ${text}\n`);
    if (typeof hogs === 'string') {
      yield* process.complain(`stress: FAIL: [${process.pid}] (244) ${hogs}`);
      return 1;
    }
    yield* say('info', `dispatching hogs: ${hogs.cpus} cpu, 0 io, ${hogs.workers} vm, 0 hdd`);
    const startedMs = process.nowMs();
    for (let count = 0; count < hogs.workers; count += 1) process.fork((child) => eatMemory(child, hogs));
    for (let count = 0; count < hogs.cpus; count += 1) process.fork(useCpu);
    const left = new Set(Array.from({ length: hogs.workers + hogs.cpus }, (_, index) => index));
    if (hogs.timeoutSeconds !== undefined) process.fork((child) => wait(child, hogs.timeoutSeconds ?? 0));
    while (left.size > 0) {
      const report = yield* process.wait({ uninterruptible: true });
      if (report === undefined) break;
      const { status } = report;
      const isFailed = typeof status === 'object' && (status.code !== 0 || status.signal !== undefined);
      const seconds = Math.floor((process.nowMs() - startedMs) / 1000);
      if (!isFailed) {
        yield* say('info', `successful run completed in ${seconds}s`);
        return 0;
      }
      const signal = typeof status === 'object' && status.code > 128 ? status.code - 128 : 0;
      yield* process.complain(`stress: FAIL: [${process.pid}] (416) <-- worker ${report.pid} got signal ${signal}`);
      yield* process.complain(`stress: WARN: [${process.pid}] (418) now reaping child worker processes`);
      yield* process.complain(`stress: FAIL: [${process.pid}] (452) failed run completed in ${seconds}s`);
      return 1;
    }
    return 0;
  },
};

function* eatMemory(process: ProcessContext, { bytes, hangSeconds, isKept }: Hogs): Generator<void, number, void> {
  const forEver = 1_000_000_000;
  for (;;) {
    for (let held = 0; held < bytes; held += stepBytes) {
      process.holdMemory(Math.min(stepBytes, bytes - held), { isCounted: true });
      process.charge(stepCost);
      yield* process.breathe();
    }
    if (hangSeconds !== undefined) yield* process.sleep((hangSeconds === 0 ? forEver : hangSeconds) * 1000);
    else yield* process.sleep(restMs);
    if (isKept) continue;
    process.holdMemory(-bytes, { isCounted: true });
  }
}

/** Steps for a mebibyte: about a gibibyte a second. */
const stepCost = 20_000;
const restMs = 10;

function* useCpu(process: ProcessContext): Generator<void, number, void> {
  for (;;) {
    process.charge(20_000);
    yield* process.breathe();
  }
}

function* wait(process: ProcessContext, seconds: number): Generator<void, number, void> {
  yield* process.sleep(seconds * 1000);
  return 0;
}

/** @returns what is wrong with the arguments, as stress words it */
function parse(argv: readonly string[]): Hogs | string {
  const given = new Map<string, string>();
  const names: Readonly<Record<string, string>> = { '-m': '--vm', '-c': '--cpu', '-t': '--timeout' };
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    const [word = '', inline] = argument.split('=', 2);
    const name = names[word] ?? word;
    if (name === '--vm-keep') given.set(name, '1');
    else if (['--vm', '--vm-bytes', '--vm-hang', '--cpu', '--timeout'].includes(name)) {
      index += inline === undefined ? 1 : 0;
      given.set(name, inline ?? argv[index] ?? '');
    } else return `unrecognized option: ${argument}`;
  }
  const number = (name: string) => (given.has(name) ? Number.parseInt(given.get(name) ?? '', 10) : undefined);
  const size = /^(\d+)([BKMG]?)$/i.exec(given.get('--vm-bytes') ?? '256M');
  if (!size) return `invalid size: ${given.get('--vm-bytes')}`;
  return {
    workers: number('--vm') ?? 0,
    bytes: Number(size[1]) * (units[(size[2] ?? '').toUpperCase() || 'B'] ?? 1),
    hangSeconds: number('--vm-hang'),
    isKept: given.has('--vm-keep'),
    cpus: number('--cpu') ?? 0,
    timeoutSeconds: number('--timeout'),
  };
}
