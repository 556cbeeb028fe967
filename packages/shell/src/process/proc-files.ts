import type { ByteString } from '../files/bytes.ts';
import { toUnicode } from '../files/bytes.ts';
import type { Container } from './container.ts';
import { kernelRelease } from './kernel-settings.ts';
import { processBytes } from './memory.ts';
import { mountTable } from './mount-table.ts';
import { usualPrivileges } from './privileges.ts';
import type { Process } from './process.ts';
import { signalNumbers } from './signals.ts';

/** What the embedded node has, as /proc/meminfo, `free` and `top` print it. */
export const memoryKib = {
  total: 8_142_832,
  free: 5_219_404,
  available: 6_733_120,
  buffers: 104_212,
  cached: 1_622_980,
};

/** Kernel ticks in a second, and steps of the scheduler in a tick. */
const ticksPerSecond = 100;
const stepsPerTick = 200_000;

/** The files of /proc/PID. */
export const processFiles: ReadonlyMap<string, (process: Process, container: Container) => ByteString> = new Map([
  [
    'cmdline',
    (process: Process) => (process.shownArguments ?? process.argv).map((argument) => `${argument}\0`).join(''),
  ],
  ['comm', (process: Process) => `${process.command.slice(0, 15)}\n`],
  ['environ', (process: Process) => [...process.env].map(([name, value]) => `${name}=${value}\0`).join('')],
  ['status', describeStatus],
  ['stat', describeStat],
  ['cgroup', () => '0::/\n'],
  ['limits', () => describeLimits()],
  ['oom_score_adj', () => '0\n'],
  ['oom_score', () => '0\n'],
  ['mountinfo', (_process: Process, container: Container) => describeMountInfo(container)],
  ['statm', () => '578 361 348 396 0 77 0\n'],
  ['mounts', (_process: Process, container: Container) => describeMounts(container)],
]);

/** The files of /proc itself. */
export const systemFiles: ReadonlyMap<string, (container: Container) => ByteString> = new Map([
  ['mounts', describeMounts],
  ['uptime', describeUptime],
  ['loadavg', describeLoad],
  ['meminfo', () => describeMemory()],
  ['cpuinfo', () => describeProcessors()],
  ['stat', describeSystemStat],
  ['filesystems', () => 'nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\toverlay\n\text4\n'],
  ['cmdline', () => 'BOOT_IMAGE=/vmlinuz quiet\n'],
  ['partitions', () => 'major minor  #blocks  name\n\n 254        0   62914560 vda\n'],
  ['swaps', () => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'],
  ['version', () => `Linux version ${kernelRelease} (podlab) #1 SMP\n`],
]);

function describePrivileges({ user }: Process, { privileges = usualPrivileges }: Container): string[] {
  const hex = (bits: bigint) => bits.toString(16).padStart(16, '0');
  const own = hex(user.uid === 0 ? privileges.capabilities : 0n);
  return [
    `CapInh:\t${hex(0n)}`,
    `CapPrm:\t${own}`,
    `CapEff:\t${own}`,
    `CapBnd:\t${hex(privileges.capabilities)}`,
    `CapAmb:\t${hex(0n)}`,
    `NoNewPrivs:\t${privileges.cannotGainMore ? 1 : 0}`,
    `Seccomp:\t${privileges.hasSeccompFilter ? 2 : 0}`,
  ];
}

/** `R`, `S`, `T` or `Z`, as ps prints it. */
export function processState(process: Process, container: Container): string {
  if (process.status) return 'Z';
  if (process.stopped) return 'T';
  return container.current === process ? 'R' : 'S';
}

/** CPU time used so far, in ticks of 10 ms. */
export function processTicks(process: Process): number {
  return Math.floor(process.steps / stepsPerTick);
}

/** Virtual milliseconds since the container's node is counted as started: the container's own start. */
export function uptimeMs(container: Container): number {
  return container.scheduler.nowMs() - container.startedMs;
}

function describeStatus(process: Process, container: Container): ByteString {
  const state = processState(process, container);
  const words: Record<string, string> = { R: 'running', S: 'sleeping', T: 'stopped', Z: 'zombie' };
  const mask = (wanted: string) => {
    let bits = 0n;
    for (const [signal, disposition] of process.dispositions) {
      if (disposition === wanted) bits |= 1n << BigInt(signalNumbers[signal] - 1);
    }
    return bits.toString(16).padStart(16, '0');
  };
  const { uid, gid } = process.user;
  return [
    `Name:\t${process.command.slice(0, 15)}`,
    `Umask:\t${process.umask.toString(8).padStart(4, '0')}`,
    `State:\t${state} (${words[state]})`,
    `Tgid:\t${process.pid}`,
    'Ngid:\t0',
    `Pid:\t${process.pid}`,
    `PPid:\t${process.parent?.pid ?? 0}`,
    'TracerPid:\t0',
    `Uid:\t${uid}\t${uid}\t${uid}\t${uid}`,
    `Gid:\t${gid}\t${gid}\t${gid}\t${gid}`,
    'FDSize:	64',
    `Groups:	${groupsOf(process)} `,
    'VmSize:	    2312 kB',
    // Pages of the program itself, which are shared, and what the process holds beyond what every one holds.
    `VmRSS:	${String(1444 + Math.ceil((process.memoryBytes - processBytes) / 1024)).padStart(8)} kB`,
    'Threads:\t1',
    ...describePrivileges(process, container),
    `SigIgn:\t${mask('ignore')}`,
    `SigCgt:\t${mask('handle')}`,
    '',
  ].join('\n');
}

function groupsOf({ user }: Process): string {
  if (user.groups === undefined) return '';
  return [...new Set([user.gid, ...user.groups])].sort((a, b) => a - b).join(' ');
}

function describeStat(process: Process, container: Container): ByteString {
  const { pid, command, group, session } = process;
  const ticks = processTicks(process);
  const started = Math.floor(((process.startedMs - container.startedMs) * ticksPerSecond) / 1000);
  const terminal = session.terminal ? 34816 : 0;
  const foreground = session.terminal?.foreground ?? -1;
  const head = `${pid} (${command.slice(0, 15)}) ${processState(process, container)} ${process.parent?.pid ?? 0}`;
  const zeros = '0 '.repeat(30).trimEnd();
  return `${head} ${group} ${session.id} ${terminal} ${foreground} 4194560 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${started} ${zeros}\n`;
}

function describeMounts(container: Container): ByteString {
  return mountTable(container)
    .map(({ source, path, type, options }) => `${source} ${path} ${type} ${options} 0 0\n`)
    .join('');
}

function describeUptime(container: Container): ByteString {
  const seconds = (uptimeMs(container) / 1000).toFixed(2);
  return `${seconds} ${seconds}\n`;
}

function describeSystemStat(container: Container): ByteString {
  const ticks = [...container.processes.values()].reduce((sum, process) => sum + processTicks(process), 0);
  const seconds = Math.floor(container.startedMs / 1000);
  return `cpu  ${ticks} 0 0 ${Math.floor(uptimeMs(container) / 5)} 0 0 0 0 0 0\nbtime ${seconds}\nprocesses ${Math.max(...container.processes.keys(), 0)}\n`;
}

function describeLimits(): ByteString {
  const row = (name: string, soft: string, hard: string, unit: string) =>
    `${name.padEnd(26)}${soft.padEnd(21)}${hard.padEnd(21)}${unit.padEnd(10)}\n`;
  const unlimited = 'unlimited';
  return [
    row('Limit', 'Soft Limit', 'Hard Limit', 'Units'),
    row('Max cpu time', unlimited, unlimited, 'seconds'),
    row('Max file size', unlimited, unlimited, 'bytes'),
    row('Max processes', '4096', '4096', 'processes'),
    row('Max open files', '1024', '1024', 'files'),
  ].join('');
}

function describeMountInfo(container: Container): ByteString {
  return mountTable(container)
    .map(
      ({ source, path, type, options }, index) =>
        `${100 + index} 99 0:${40 + index} / ${path} ${options} - ${type} ${source} rw\n`,
    )
    .join('');
}

function describeLoad(container: Container): ByteString {
  const last = Math.max(...container.processes.keys(), 0);
  return `0.00 0.00 0.00 1/${container.processes.size} ${last}\n`;
}

function describeMemory(): ByteString {
  const line = (name: string, kib: number) => `${`${name}:`.padEnd(16)}${String(kib).padStart(8)} kB\n`;
  const { total, free, available, buffers, cached } = memoryKib;
  const rows: [string, number][] = [
    ['MemTotal', total],
    ['MemFree', free],
    ['MemAvailable', available],
    ['Buffers', buffers],
    ['Cached', cached],
    ['SwapTotal', 0],
    ['SwapFree', 0],
  ];
  return rows.map(([name, kib]) => line(name, kib)).join('');
}

function describeProcessors(): ByteString {
  const one = (index: number) =>
    `processor\t: ${index}\nmodel name\t: ${toUnicode('Podlab embedded CPU')}\ncpu cores\t: 2\n\n`;
  return one(0) + one(1);
}
