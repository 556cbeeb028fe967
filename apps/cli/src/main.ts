/** Where the command begins: the one place that reads the machine's time, chance, environment and signals. */
import { randomBytes } from 'node:crypto';
import { homedir, tmpdir, userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from './errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host, Installation } from './host.ts';
import { runProgram } from './program.ts';
import { tellError, type ToldError } from './text/error-text.ts';
import { createStyle, wantsColor } from './text/style.ts';

/** Runs the command with the words that were typed, and sets the process's exit code. */
export async function main(installation: Installation): Promise<void> {
  const host = createHost();
  const argv = process.argv.slice(2);
  const interrupted = abortOnSignals();
  // A reader that goes away (`lab | head`) ends the work in order, as a signal would.
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') interrupted.by('SIGPIPE');
  });
  try {
    process.exitCode = await runProgram(argv, { host, installation, signal: interrupted.signal });
  } catch (error) {
    const reason: unknown = interrupted.signal.aborted ? interrupted.signal.reason : error;
    const told = tellError(reason);
    process.exitCode = interrupted.exitCode() ?? told.exitCode;
    writeError(host, argv, told);
  } finally {
    interrupted.stop();
  }
  // Nothing is left to do: what still keeps the process alive would keep the learner waiting.
  await new Promise<void>((resolve) => host.stdout.write('', () => resolve()));
  process.exit();
}

function createHost(): Host {
  return {
    env: process.env,
    platform: process.platform,
    homeDir: homedir(),
    tempDir: tmpdir(),
    workingDir: process.cwd(),
    node: process.execPath,
    pid: process.pid,
    user: process.getuid ? String(process.getuid()) : userInfo().username,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    nowMs: () => Date.now(),
    uptimeMs: () => process.uptime() * 1000,
    sleep: async (ms, { signal }) => {
      await sleep(ms, undefined, { signal });
    },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}

/** Exit codes of a process that a signal ended, as shells give them. */
const signalExitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGPIPE: 141 } as const;
type StopSignal = keyof typeof signalExitCodes;

/** The first signal ends the work in order; a second Ctrl-C ends the process. */
function abortOnSignals() {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  const onSignal = (name: StopSignal) => {
    if (received !== undefined && name === 'SIGINT') process.exit(exitCodes.interrupted);
    received ??= name;
    controller.abort(new CliError('INTERRUPTED', `Interrupted (${name}).`));
  };
  const names: StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of names) process.on(name, onSignal);
  return {
    signal: controller.signal,
    by: onSignal,
    exitCode: () => (received === undefined ? undefined : signalExitCodes[received]),
    stop: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}

function writeError(host: Host, argv: readonly string[], told: ToldError): void {
  const { code, message, next } = told;
  if (code === 'INTERRUPTED') return;
  if (argv.includes('--json')) {
    host.stdout.write(`${JSON.stringify({ error: { code, message, ...(next ? { next } : {}) } })}\n`);
    return;
  }
  const color = !argv.includes('--no-color');
  const style = createStyle(wantsColor({ color, env: host.env, isTerminal: host.stderr.isTTY }));
  host.stderr.write(`${style.red('✗')} ${message}\n${next ? `${indent(next)}\n` : ''}`);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
