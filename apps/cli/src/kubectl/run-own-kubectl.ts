import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { systemClock } from '@podlab/apimachinery';
import { createKubeconfigTransport, readClusterAccess } from '@podlab/clusters';
import { createKubectl } from '@podlab/kubectl';
import type { Host } from '../host.ts';

export interface OwnKubectlOptions {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Bytes for `-f -` and `exec -i`; left out: there are none. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/**
 * Runs our kubectl against the cluster of a kubeconfig.
 * @param words what was typed after `kubectl`
 * @returns its exit code
 */
export async function runOwnKubectl(
  host: Pick<Host, 'workingDir'>,
  kubeconfig: string,
  words: readonly string[],
  options: OwnKubectlOptions,
): Promise<number> {
  const access = await readClusterAccess(kubeconfig);
  const transport = createKubeconfigTransport(access);
  try {
    const kubectl = createKubectl({
      transport,
      clock: systemClock(),
      namespace: access.namespace,
      stdout: (text) => void options.stdout.write(text),
      stderr: (text) => void options.stderr.write(text),
      ...(options.stdin ? { stdin: options.stdin } : {}),
      readFile: (path) => readIfThere(resolve(host.workingDir, path)),
      listFiles: (path) => listIfFolder(resolve(host.workingDir, path)),
    });
    return await kubectl.run(words, { signal: options.signal });
  } finally {
    await transport.close();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function listIfFolder(path: string): Promise<readonly string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return undefined;
  return (await readdir(path)).sort().map((name) => join(path, name));
}
