import type { Container } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import type { NodeServices, PodRecord } from '../node/node-services.ts';

const directories: Readonly<Record<string, string>> = {
  emptyDir: 'empty-dir',
  configMap: 'configmap',
  secret: 'secret',
  downwardAPI: 'downward-api',
  projected: 'projected',
};

/**
 * Where what is mounted at `mountPath` of a container is on its node, as messages of the runtime name it.
 * @see kubernetes v1.36 pkg/kubelet/kubelet_getters.go, pkg/volume/util/subpath/subpath_linux.go
 */
export function mountSource(
  { api, hostDirectories }: NodeServices,
  { pod }: PodRecord,
  container: Container,
  mountPath: string,
): string {
  const directory = `/var/lib/kubelet/pods/${pod.metadata.uid}`;
  const mounts = container.volumeMounts ?? [];
  const index = mounts.findIndex((mount) => mount.mountPath === mountPath);
  const mount = mounts[index];
  const volume = pod.spec.volumes?.find(({ name }) => name === mount?.name);
  if (mount === undefined || volume === undefined) return `${directory}${mountPath}`;
  if (mount.subPath || mount.subPathExpr) {
    return `${directory}/volume-subpaths/${volume.name}/${container.name}/${index}`;
  }
  if (volume.hostPath) return volume.hostPath.path;
  if (volume.persistentVolumeClaim || volume.ephemeral) {
    const claimName = volume.persistentVolumeClaim?.claimName ?? `${pod.metadata.name}-${volume.name}`;
    return rareKinds.code.findClaimVolume(api, { namespace: pod.metadata.namespace ?? '', claimName }, hostDirectories)
      .path;
  }
  const kind = Object.keys(volume).find((field) => field in directories) ?? '';
  return `${directory}/volumes/kubernetes.io~${directories[kind]}/${volume.name}`;
}
