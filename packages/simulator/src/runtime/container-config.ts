import type { Mount, ProcessPrivileges } from '@podlab/shell';
import type { ResourceRequirements } from 'kubernetes-types/core/v1';
import type { Image } from '../images/image.ts';

/** What a container instance is made from. */
export interface ContainerConfig {
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly specImage: string;
  readonly image: Image;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: { readonly uid: number; readonly gid: number; readonly groups?: readonly number[] };
  readonly hostname: string;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  readonly privileges?: ProcessPrivileges;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly resources?: ResourceRequirements;
  /** Who of the node's processes is killed first when its memory has run out: -1000..1000. */
  readonly oomScoreAdjustment?: number;
  /** The instance whose processes it sees; default: its own only, or those of its Pod. */
  readonly processesOf?: string;
  /** Keeps stdin open, for `attach`. */
  readonly stdin: boolean;
  /** The first client that attaches and says no more closes it. */
  readonly stdinOnce: boolean;
  readonly tty: boolean;
}

/** What is needed after a container was made. Its mounts are in its files, and most of the rest in its instance. */
export type KeptConfig = Pick<
  ContainerConfig,
  'image' | 'argv' | 'env' | 'workingDirectory' | 'user' | 'stdin' | 'stdinOnce' | 'tty'
>;

export function keptOf({
  image,
  argv,
  env,
  workingDirectory,
  user,
  stdin,
  stdinOnce,
  tty,
}: ContainerConfig): KeptConfig {
  return { image, argv, env, workingDirectory, user, stdin, stdinOnce, tty };
}
