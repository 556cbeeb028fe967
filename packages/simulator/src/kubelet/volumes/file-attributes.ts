import type { FileAttributes } from '@podlab/shell';
import type { KeyToPath, PodSpec, Volume as VolumeSpec } from 'kubernetes-types/core/v1';

/** Whose the files of a Pod's volumes are. */
export interface VolumeOwner {
  /** `securityContext.fsGroup` */
  readonly group: number | undefined;
  /** The user that all containers run as; undefined: they differ, or do not say. */
  readonly user: number | undefined;
}

const defaultFileMode = 0o644;
const setgid = 0o2000;

export function volumeOwnerOf(spec: PodSpec): VolumeOwner {
  const users = [...(spec.initContainers ?? []), ...spec.containers].map(
    ({ securityContext }) => securityContext?.runAsUser ?? spec.securityContext?.runAsUser,
  );
  const isOne = users.every((user) => user === users[0]);
  return { group: spec.securityContext?.fsGroup, user: isOne ? users[0] : undefined };
}

/**
 * Mode and owner of one file that comes from the API. A token is for the user of its Pod alone; with an fsGroup, its
 * members may read everything.
 * @param path in the volume
 * @see kubernetes v1.36 pkg/volume/projected/projected.go collectData, pkg/volume/volume_linux.go changeFilePermission
 */
export function projectedFileAttributes(volume: VolumeSpec, path: string, owner: VolumeOwner): FileAttributes {
  const { configMap, secret, downwardAPI, projected } = volume;
  const source = configMap ?? secret ?? downwardAPI ?? projected;
  const isToken = projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken?.path === path) ?? false;
  const isPrivate = isToken && (owner.user !== undefined || owner.group !== undefined);
  const mode = isPrivate ? 0o600 : (itemMode(volume, path) ?? source?.defaultMode ?? defaultFileMode);
  return {
    mode: owner.group === undefined ? mode : mode | 0o440,
    uid: isPrivate ? (owner.user ?? 0) : 0,
    gid: owner.group ?? 0,
  };
}

/** Mode and owner of a directory that comes from the API. */
export function projectedDirectoryAttributes(owner: VolumeOwner): FileAttributes {
  return { mode: owner.group === undefined ? 0o755 : 0o755 | setgid, uid: 0, gid: owner.group ?? 0 };
}

/**
 * Mode and owner of a volume's own directory, which everybody may write to unless the mount is read only.
 * @param isInMemory a tmpfs, on which only the owner of a file may remove it
 */
export function volumeRootAttributes(isInMemory: boolean, owner: VolumeOwner): FileAttributes {
  const mode = isInMemory ? 0o1777 : 0o777;
  return { mode: owner.group === undefined ? mode : mode | setgid, uid: 0, gid: owner.group ?? 0 };
}

function itemMode({ configMap, secret, downwardAPI, projected }: VolumeSpec, path: string): number | undefined {
  const items: readonly Pick<KeyToPath, 'path' | 'mode'>[] = [
    ...(configMap?.items ?? []),
    ...(secret?.items ?? []),
    ...(downwardAPI?.items ?? []),
    ...(projected?.sources ?? []).flatMap((part) => [
      ...(part.configMap?.items ?? []),
      ...(part.secret?.items ?? []),
      ...(part.downwardAPI?.items ?? []),
    ]),
  ];
  return items.find((item) => item.path === path)?.mode;
}
