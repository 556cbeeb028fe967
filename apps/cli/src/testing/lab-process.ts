import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The command as it is started by `pnpm lab`. */
export const bin = fileURLToPath(new URL('../../bin/lab.mjs', import.meta.url));

export interface LabRunOptions {
  /** PODLAB_HOME. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What is typed; then stdin ends. Left out: stdin is at its end. */
  readonly input?: string;
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LabProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when stdout holds it; fails with everything printed when it does not in time. */
  waitForText(text: string | RegExp): Promise<void>;
  readonly finished: Promise<Finished>;
}

const waitMs = 40_000;

/** Starts the built command; its stdin stays open. It is killed when the test ends. */
export function startLab(args: readonly string[], options: LabRunOptions): LabProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, KUBECONFIG: ___, PODLAB_LAB: ____, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { ...env, PODLAB_HOME: options.home, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdin.on('error', () => undefined);
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    finished,
    async waitForText(text) {
      const deadlineMs = Date.now() + waitMs;
      while (!(typeof text === 'string' ? stdout.includes(text) : text.test(stdout))) {
        if (Date.now() > deadlineMs || child.exitCode !== null) {
          throw new Error(`never printed: ${text}\nexit code ${child.exitCode}\n${stdout}\n${stderr}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
}

/** Runs the built command to its end. */
export function runLab(args: readonly string[], options: LabRunOptions): Promise<Finished> {
  const lab = startLab(args, options);
  lab.child.stdin?.end(options.input ?? '');
  return lab.finished;
}

/** The folder in which a lab of this clone is kept. */
export function labFolder(home: string, labId: string): string {
  return join(cloneFolder(home), 'labs', labId);
}

/** The folder of this clone. */
export function cloneFolder(home: string): string {
  const [key = ''] = readdirSync(join(home, 'clones'));
  return join(home, 'clones', key);
}

/** Everything that was recorded of a lab. */
export function readHistory(
  home: string,
  labId: string,
): { readonly type: string; readonly [field: string]: unknown }[] {
  const text = readFileSync(join(labFolder(home, labId), 'history.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
}
