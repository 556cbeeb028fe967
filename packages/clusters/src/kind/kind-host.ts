import { rm } from 'node:fs/promises';
import type { KubeTransport } from '@podlab/kube-client';
import { readFileIfThere, writeFileAtomically } from '../files/atomic-file.ts';
import { type ClusterAccess, parseClusterAccess, readClusterAccess } from '../kubeconfig/read.ts';
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
  /** Takes what kind printed, and writes it as a kubeconfig of ours. */
  writeKubeconfig(path: string, printed: string, change: Pick<ClusterAccess, 'context' | 'namespace'>): Promise<void>;
  removeKubeconfig(path: string): Promise<void>;
  readRecord(path: string): Promise<ClusterRecord | undefined>;
  writeRecord(path: string, record: ClusterRecord): Promise<void>;
  removeRecord(path: string): Promise<void>;
}

/** The machine itself. */
export const realKindHost: KindHost = {
  run: runCommand,
  connect: async (path) => createKubeconfigTransport(await readClusterAccess(path)),
  refuseForeignKubeconfig,
  writeKubeconfig: (path, printed, change) =>
    writeKubeconfig(path, { ...parseClusterAccess(printed, 'that kind printed'), ...change }),
  removeKubeconfig,
  readRecord: async (path) => parseRecord(await readFileIfThere(path), path),
  writeRecord: (path, record) => writeFileAtomically(path, formatRecord(record)),
  removeRecord: (path) => rm(path, { force: true }),
};
