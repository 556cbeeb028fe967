import { constants } from 'node:fs';
import { access, readFile, rm, statfs } from 'node:fs/promises';
import type { KubeTransport } from '@podlab/kube-client';
import { readFileIfThere, writeFileAtomically } from '../files/atomic-file.ts';
import { type ClusterAccess, readClusterAccess } from '../kubeconfig/read.ts';
import { createKubeconfigTransport } from '../kubeconfig/transport.ts';
import { refuseForeignKubeconfig, removeKubeconfig, writeKubeconfig } from '../kubeconfig/write.ts';
import { type Command, type CommandResult, runCommand } from './command.ts';
import { type ClusterRecord, formatRecord, parseRecord } from './record.ts';

/** All that the kind engine does to the world, so that a dry run can do none of it. */
export interface KindHost {
  /** @throws CommandError */
  run(command: Command, options: { readonly signal: AbortSignal }): Promise<CommandResult>;
  /** Reaches a cluster by its kubeconfig. */
  connect(kubeconfigPath: string): Promise<KubeTransport>;
  /** @throws ClusterError KUBECONFIG_NOT_OURS */
  refuseForeignKubeconfig(path: string): Promise<void>;
  /** Makes a kubeconfig of ours from one that kind wrote, and removes that. */
  adoptKubeconfig(from: string, to: string, change: Pick<ClusterAccess, 'context' | 'namespace'>): Promise<void>;
  removeKubeconfig(path: string): Promise<void>;
  /** Removes one that kind wrote, with the lock beside it. */
  removeScratchKubeconfig(path: string): Promise<void>;
  readRecord(path: string): Promise<ClusterRecord | undefined>;
  writeRecord(path: string, record: ClusterRecord): Promise<void>;
  removeRecord(path: string): Promise<void>;
  readonly machine: Machine;
}

/** What the doctor looks at beside programs. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** @returns undefined when there is no such file */
  readText(path: string): Promise<string | undefined>;
  /** What this user may still write in the file system that holds `path`; bytes. Undefined where that is not known. */
  freeBytes(path: string): Promise<number | undefined>;
  /** `missing`, or whether this user may write to it. */
  canWrite(path: string): Promise<boolean | 'missing'>;
}

/** The machine itself. */
export const realKindHost: KindHost = {
  run: runCommand,
  connect: async (path) => createKubeconfigTransport(await readClusterAccess(path)),
  refuseForeignKubeconfig,
  async adoptKubeconfig(from, to, change) {
    await writeKubeconfig(to, { ...(await readClusterAccess(from)), ...change });
    await removeWithLock(from);
  },
  removeKubeconfig,
  removeScratchKubeconfig: removeWithLock,
  readRecord: async (path) => parseRecord(await readFileIfThere(path), path),
  writeRecord: (path, record) => writeFileAtomically(path, formatRecord(record)),
  removeRecord: (path) => rm(path, { force: true }),
  machine: {
    platform: process.platform,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    async freeBytes(path) {
      const found = await statfs(path).catch(() => undefined);
      return found && found.bavail * found.bsize;
    },
    async canWrite(path) {
      return access(path, constants.W_OK).then(
        () => true,
        (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'missing' : false),
      );
    },
  },
};

async function removeWithLock(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.lock`, { force: true });
}
