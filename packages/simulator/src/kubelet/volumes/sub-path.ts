import type { Volume } from '@podlab/shell';
import type { VolumeMount } from 'kubernetes-types/core/v1';
import { ContainerConfigError } from '../containers/container-environment.ts';
import { expandVariables } from '../containers/expand-variables.ts';

/**
 * The part of a volume that a mount is of; '' for all of it.
 * @param env what the container's own variables are: those of its image do not count
 * @throws ContainerConfigError when `subPathExpr` names a variable that is not there or is empty
 * @see kubernetes v1.36 pkg/kubelet/container/helpers.go ExpandContainerVolumeMounts
 */
export function subPathOf(mount: VolumeMount, env: Readonly<Record<string, string>>): string {
  const { subPath = '', subPathExpr } = mount;
  if (!subPathExpr) return subPath;
  const missing = new Set<string>();
  const expanded = expandVariables(subPathExpr, env, (name) => missing.add(name));
  if (missing.size > 0) throw new ContainerConfigError(`missing value for ${[...missing].sort().join(', ')}`);
  if (expanded.startsWith('/')) {
    throw new ContainerConfigError(`error SubPath \`${expanded}\` must not be an absolute path`);
  }
  if (expanded.split('/').includes('..')) {
    throw new ContainerConfigError(`unable to provision SubPath \`${expanded}\`: must not contain '..'`);
  }
  return expanded;
}

/**
 * Makes the directory that a mount is of, when there is nothing yet, with the mode and group of the volume's own.
 * @throws ContainerConfigError when a file is in the way
 * @see kubernetes v1.36 pkg/kubelet/kubelet_pods.go makeMounts, pkg/volume/util/subpath/subpath_linux.go doSafeMakeDir
 */
export function makeSubPath(
  files: Volume,
  path: string,
  of: { readonly volume: string; readonly container: string },
): void {
  if (files.kindOf(path) !== undefined) return;
  const { mode, gid } = files.attributesOf('');
  const attributes = { mode: mode & 0o2777, gid: mode & 0o2000 ? gid : 0 };
  const names = path.split('/').filter(Boolean);
  for (const [index] of names.entries()) {
    const parent = names.slice(0, index + 1).join('/');
    const kind = files.kindOf(parent);
    if (kind === undefined) files.makeDirectory(parent, attributes);
    else if (kind !== 'directory') {
      throw new ContainerConfigError(
        `failed to prepare subPath for volumeMount "${of.volume}" of container "${of.container}"`,
      );
    }
  }
}
