import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a shell line left. */
export interface ShellResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A shell whose `sleep` takes the cluster's time, and whose kubectls are known while they run. */
export interface VirtualShell {
  /** Where it runs; files may be put there. */
  readonly folder: string;
  /** @param kubectlStartMs how long a kubectl in it takes until it asks something; milliseconds */
  run(line: string, kubectlStartMs: number): Promise<ShellResult>;
  /** The kubectls that run now and were let go. */
  runningKubectls(): readonly number[];
  /** How often a program of the shell has said something: it moves when they begin, sleep or end. */
  signs(): number;
  /** Whoever sleeps or has yet to begin: how long, in milliseconds, and to be called when that time has passed. */
  takeSleepers(): Sleeper[];
  close(): Promise<void>;
}

export interface Sleeper {
  readonly forMs: number;
  readonly wake: () => void;
}

export interface VirtualShellOptions {
  readonly kubectl: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Puts programs named `sleep` and `kubectl` before the machine's own. Each opens a connection to this process, says who
 * it is and waits for an answer; kubectl's stays open for as long as it runs.
 */
export async function openVirtualShell({ kubectl, env }: VirtualShellOptions): Promise<VirtualShell> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-replay-'));
  const programs = mkdtempSync(join(tmpdir(), 'podlab-replay-bin-'));
  const running = new Map<Socket, number>();
  let sleepers: Sleeper[] = [];
  let signs = 0;
  let kubectlStartMs = 0;
  const server = createServer((socket) => {
    socket.once('data', (said) => {
      signs += 1;
      const [what = '', value = ''] = said.toString().trim().split(' ');
      const forMs = what === 'sleep' ? Number(value) * 1000 : kubectlStartMs;
      const wake = () => {
        if (what === 'kubectl') running.set(socket, Number(value));
        socket.write('go\n');
      };
      sleepers.push({ forMs, wake });
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      signs += 1;
      running.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port to listen on');
  const connect = `exec 9<>/dev/tcp/127.0.0.1/${address.port}`;
  writeProgram(join(programs, 'sleep'), [connect, 'echo "sleep ${1%s}" >&9', 'read -r answer <&9']);
  writeProgram(join(programs, 'kubectl'), [
    connect,
    'echo "kubectl $$" >&9',
    'read -r answer <&9',
    // It signs what it writes with the name that it was called by.
    `exec -a kubectl '${kubectl}' "$@"`,
  ]);
  mkdirSync(join(folder, '.home'));
  return {
    folder,
    runningKubectls: () => [...running.values()],
    signs: () => signs,
    takeSleepers() {
      const taken = sleepers;
      sleepers = [];
      return taken;
    },
    run(line, startMs) {
      kubectlStartMs = startMs;
      return new Promise((resolve, reject) => {
        const child = spawn('bash', ['-c', line], {
          cwd: folder,
          env: { ...env, HOME: join(folder, '.home'), PATH: `${programs}:${process.env['PATH'] ?? ''}` },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let stdout = '';
        let stderr = '';
        child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
        child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
        child.once('error', reject);
        child.once('close', (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
      });
    },
    close() {
      for (const path of [folder, programs]) rmSync(path, { recursive: true });
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function writeProgram(path: string, lines: readonly string[]): void {
  writeFileSync(path, ['#!/bin/bash', ...lines, ''].join('\n'));
  chmodSync(path, 0o755);
}
