import { containersByRole, type RuledContainer, type StoredPod } from '../pod-types.ts';

/** The reason under which the kubelet says that it cannot run a Pod here. */
export const notSimulatedReason = 'NotSimulated';

/**
 * What a Pod asks for that the embedded cluster cannot do yet. Such a Pod is not run at all: half of it would teach
 * something false.
 * @returns a message for the learner; undefined when there is nothing
 */
export function findUnsupportedFeature(pod: StoredPod): string | undefined {
  const { init, apps } = containersByRole(pod.spec);
  for (const container of [...init, ...apps]) {
    const feature = unsupportedInContainer(container);
    if (feature) return say(`container ${container.name}: ${feature}`);
  }
  if (pod.spec.hostPID) return say('spec.hostPID');
  if (pod.spec.hostIPC) return say('spec.hostIPC');
  const volume = pod.spec.volumes?.find((source) => !supportedVolumes.some((kind) => source[kind] !== undefined));
  if (volume === undefined) return undefined;
  const kinds = Object.keys(volume).filter((key) => key !== 'name');
  return say(`volume ${volume.name}: ${kinds.join(', ')}`);
}

/** The kinds of volumes that a Pod may have here. */
export const supportedVolumes = [
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
  'persistentVolumeClaim',
  'ephemeral',
  'hostPath',
] as const;

function unsupportedInContainer(container: RuledContainer): string | undefined {
  if (container.volumeDevices?.length) return 'volumeDevices (mount the volume as a file system)';
  return undefined;
}

function say(feature: string): string {
  return `The embedded cluster cannot do this yet: ${feature}. Change the Pod, or use a real cluster: --engine kind`;
}
