/** The same as `early-code.ts`, loaded when a process first needs it: in a browser. */
import type { HostedInput, LineShellOptions } from '../interpreter/line-shell.ts';
import type { Program } from '../ports.ts';
import type { ProcessContext } from '../process/context.ts';
import { LateCode, lateProgram } from '../process/late-code.ts';
import type { Coroutine } from '../process/process.ts';

/** `sh`, with its language: labs of servers do without. @param applet programs it finds without PATH */
export function shellProgram(name: string, applet: (name: string) => Program | undefined): Program {
  return lateProgram(name, async () => (await scripting()).shellProgram(name, applet));
}

/** A shell that a host gives its lines: the same language. */
export function* runHostedShell(
  context: ProcessContext,
  options: LineShellOptions,
  input: HostedInput,
): Coroutine<number> {
  const hostShell = yield* hostedShell.get(context);
  return yield* hostShell(context, options, input);
}

const scripting = () => import('./scripting.ts');
const hostedShell = new LateCode(async () => (await scripting()).hostShell);
const loads: (() => Promise<unknown>)[] = [scripting];

export const otherApplets: readonly Program[] = [
  ...group('cat date [ [[ echo false printf test true hostname', async () => (await scripting()).frequentApplets),
  ...group('cp mv env printenv ls mkdir mkfifo mktemp touch rm rmdir id pwd uname whoami', async () =>
    (await scripting()).groups.everyday(),
  ),
  ...group(
    'gunzip gzip zcat tar base32 uudecode uuencode cksum sha3sum sum base64 md5sum sha1sum sha256sum sha512sum',
    async () => (await scripting()).groups.archives(),
  ),
  ...group('ed patch vi', async () => (await scripting()).groups.editors()),
  ...group(
    'cp mv hexdump od xxd fallocate shred tree chroot mknod chgrp chmod chown dd find ln basename dirname readlink realpath df du free stat',
    async () => (await scripting()).groups.files(),
  ),
  ...group('awk bc dc', async () => (await scripting()).groups.languages()),
  ...group('arp ipcalc httpd ifconfig ip route nc netstat nslookup ping telnet wget', async () =>
    (await scripting()).groups.network(),
  ),
  ...group(
    'cal crontab arch clear crc32 dmesg groups hostid logger logname mount nproc reset stty su sync sysctl ts tty umount w who nice nohup pgrep pidof pkill setsid time usleep watch getopt ionice linux32 linux64 renice taskset run-parts ascii dnsdomainname halt last lsmod lsof mountpoint nologin poweroff pstree pwdx reboot users kill killall ps timeout xargs top uptime',
    async () => (await scripting()).groups.system(),
  ),
  ...group(
    'shuf factor truncate cmp comm diff dos2unix install link split unix2dos unlink which expand fold nl paste rev strings unexpand flock fsync tsort seq wc expr egrep fgrep grep head sed less more tac tee tr yes tail cut sort uniq',
    async () => (await scripting()).groups.text(),
  ),
];

const usageLines = async () => (await import('./usage-lines.ts')).usageLines;
loads.push(usageLines);
const usage = new LateCode(usageLines);

/** How each applet is used, by its name. */
export function loadUsageLines(context: ProcessContext): Coroutine<Readonly<Record<string, string>>> {
  return usage.get(context);
}

const outputErrors = async () => (await import('./output-error.ts')).outputFailed;
loads.push(outputErrors);
const outputError = new LateCode(outputErrors);

/** What ends an applet that could not write. */
export function loadOutputFailed(context: ProcessContext): ReturnType<(typeof outputError)['get']> {
  return outputError.get(context);
}

/**
 * Loads the code of all of them.
 * @param between waited for before each piece, so that other work comes first
 */
export async function loadApplets(between: () => Promise<void>): Promise<void> {
  for (const load of loads) {
    await between();
    await load();
  }
}

/** Programs whose code comes together, as soon as one of them runs. @param names separated by spaces */
function group(names: string, load: () => Promise<readonly Program[]>): readonly Program[] {
  loads.push(load);
  return names.split(' ').map((name) =>
    lateProgram(name, async () => {
      const found = (await load()).find((program) => program.name === name);
      if (!found) throw new Error(`the applet ${name} is not among those that were loaded for it`);
      return found;
    }),
  );
}
