import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { built, onRequest } = JSON.parse(readFileSync(join(import.meta.dirname, 'clients/releases.json'), 'utf8')) as {
  built: Record<string, string>;
  onRequest: Record<string, string>;
};

/** A kubectl of one version, as the tests use it. */
export interface Client {
  /** Such as `1.30`. */
  readonly minor: string;
  /** The number after `1.`. */
  readonly release: number;
  readonly path: string;
  readonly isThere: boolean;
}

/** Every client that is to be tested; those on request only where they were built. */
export const clients: readonly Client[] = [
  ...Object.entries(built),
  ...Object.entries(onRequest).filter(([, version]) => existsSync(clientPath(version))),
]
  .map(([minor, version]) => {
    const path = clientPath(version);
    const isThere = existsSync(path);
    return {
      minor,
      release: Number(minor.split('.')[1]),
      path,
      isThere,
    };
  })
  .sort((a, b) => a.release - b.release);

export interface Output {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A kubectl bound to one cluster and namespace. */
export interface Kubectl {
  readonly client: Client;
  readonly namespace: string;
  /** Runs to its end, whatever that is. Arguments are split at spaces; give an array where that is wrong. */
  run(args: string | readonly string[], options?: RunOptions): Promise<Output>;
  /** Runs it and gives its standard output. @throws when it exits non-zero */
  ok(args: string | readonly string[], options?: RunOptions): Promise<string>;
  /** Starts one that goes on until it is stopped. */
  start(args: string | readonly string[], options?: RunOptions): RunningKubectl;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningKubectl {
  /** What it printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<Output>;
  stop(): Promise<Output>;
}

/** Nothing of the developer's own kubectl set-up is read or written. */
const home = mkdtempSync(join(tmpdir(), 'podlab-kubectl-'));

export function createKubectl(client: Client, kubeconfigPath: string, namespace: string): Kubectl {
  const start = (args: string | readonly string[], { stdin, env }: RunOptions = {}): RunningKubectl => {
    const list = typeof args === 'string' ? args.split(' ') : args;
    const child = spawn(client.path, ['--namespace', namespace, ...list], {
      env: { PATH: process.env['PATH'], HOME: home, KUBECONFIG: kubeconfigPath, ...env },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const output = { code: null as number | null, stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text;
    });
    // A program that does not read its input to the end closes the pipe: no fault of the test.
    child.stdin?.on('error', () => undefined).end(stdin);
    const ended = new Promise<Output>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ ...output, code }));
    });
    return {
      get stdout() {
        return output.stdout;
      },
      get stderr() {
        return output.stderr;
      },
      ended,
      stop() {
        child.kill('SIGINT');
        return ended;
      },
    };
  };
  const run = (args: string | readonly string[], options?: RunOptions) => start(args, options).ended;
  return {
    client,
    namespace,
    run,
    start,
    async ok(args, options) {
      const output = await run(args, options);
      if (output.code === 0) return output.stdout;
      throw new Error(`kubectl ${client.minor} ${String(args)}: exit ${output.code}\n${output.stdout}${output.stderr}`);
    },
  };
}

/** Rows of a table that kubectl printed, without its head; cells are split at two spaces or more. */
export function rows(table: string): string[][] {
  return lines(table)
    .slice(1)
    .map((line) => line.split(/ {2,}/));
}

export function head(table: string): string[] {
  return lines(table)[0]?.split(/ {2,}/) ?? [];
}

export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function clientPath(version: string): string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return join(import.meta.dirname, '../../.cache/kubectl', `kubectl-${version}${suffix}`);
}
