import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host, Installation } from '../host.ts';
import { cloneKey, stateRoot } from './state-folder.ts';

/** Where things are on disk, for one clone and one user. */
export interface StatePaths {
  /** Holds all clones. */
  readonly root: string;
  /** Names this clone and user: 12 hexadecimal digits. */
  readonly key: string;
  /** Holds everything of this clone. */
  readonly clone: string;
  readonly progress: string;
  lab(labId: string): LabPaths;
}

/** Where one lab keeps what it needs to go on. */
export interface LabPaths {
  readonly folder: string;
  /** A folder: held by the process that plays the lab. */
  readonly lock: string;
  /** What is being played: engine, namespace, seed. */
  readonly session: string;
  /** What was observed. */
  readonly history: string;
  /** The embedded cluster's requests and clock steps. */
  readonly journal: string;
  readonly kubeconfig: string;
  /** Programs for the learner's shell. */
  readonly programs: string;
}

/** Longest path of a Unix domain socket that every system takes (104 bytes on macOS, 108 on Linux). */
const longestSocketPath = 100;

/** @param home overrides `PODLAB_HOME` */
export function statePaths(host: Host, installation: Installation, home?: string): StatePaths {
  const root = stateRoot(host, home);
  const key = cloneKey(installation.root, host.user);
  const clone = join(root, 'clones', key);
  return {
    root,
    key,
    clone,
    progress: join(clone, 'progress.json'),
    lab(labId) {
      const folder = join(clone, 'labs', labId);
      return {
        folder,
        lock: join(folder, 'lock'),
        session: join(folder, 'session.json'),
        history: join(folder, 'history.jsonl'),
        journal: join(folder, 'journal.jsonl'),
        kubeconfig: join(folder, 'kubeconfig'),
        programs: join(folder, 'bin'),
      };
    },
  };
}

/** Address of a new loopback socket: a path that is short enough, or a named pipe on Windows. */
export function socketAddress(host: Host, folder: string): string {
  const name = host.randomHex(6);
  if (host.platform === 'win32') return `\\\\.\\pipe\\podlab-${name}`;
  const beside = join(folder, `${name}.sock`);
  if (Buffer.byteLength(beside) <= longestSocketPath) return beside;
  const owner = createHash('sha256').update(host.user).digest('hex').slice(0, 8);
  return join(host.tempDir, `podlab-${owner}-${name}.sock`);
}
