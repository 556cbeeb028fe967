import type { KubeObject } from '@podlab/apimachinery';
import type {
  Container,
  EphemeralContainer,
  Lifecycle,
  PodSpec,
  ProjectedVolumeSource,
} from 'kubernetes-types/core/v1';

type LateLifecycle = Lifecycle & { stopSignal?: string };
type LateSpec = PodSpec & { schedulingGroup?: unknown };
type LateSource = NonNullable<ProjectedVolumeSource['sources']>[number] & { podCertificate?: unknown };

type Templated = { readonly template?: { readonly spec?: PodSpec } };
type Nested = { readonly spec?: PodSpec & Templated & { readonly jobTemplate?: { readonly spec?: Templated } } };

/**
 * The spec of the Pods that an object describes, whatever its kind.
 * @returns undefined when it describes none
 */
function podSpecOf(object: KubeObject): PodSpec | undefined {
  if (object.kind === 'Pod') return (object as Nested).spec;
  const { spec, template } = object as Nested & Templated;
  return (template ?? spec?.template ?? spec?.jobTemplate?.spec?.template)?.spec;
}

/** Takes what is off out of an object of any kind. Changes it in place. */
export function dropDisabled(object: KubeObject): void {
  const spec = podSpecOf(object);
  if (spec) dropDisabledFields(spec);
}

/**
 * Takes out of a Pod's spec, or of that of a template, what stands behind a feature gate that is off by default: a
 * cluster knows the field and drops it without a word. Changes it in place.
 * @see kubernetes v1.36 pkg/api/pod/util.go DropDisabledPodFields; each seen on a real 1.36.3
 */
export function dropDisabledFields(spec: PodSpec): void {
  if ((spec as LateSpec).schedulingGroup !== undefined) delete (spec as LateSpec).schedulingGroup;
  for (const volume of spec.volumes ?? []) {
    for (const source of (volume.projected?.sources ?? []) as LateSource[]) {
      if (source.podCertificate !== undefined) delete source.podCertificate;
    }
  }
  spec.initContainers?.forEach(dropStopSignal);
  spec.containers?.forEach(dropStopSignal);
  spec.ephemeralContainers?.forEach(dropStopSignal);
}

function dropStopSignal(container: Container | EphemeralContainer): void {
  const lifecycle: LateLifecycle | undefined = container.lifecycle;
  if (lifecycle?.stopSignal === undefined) return;
  delete lifecycle.stopSignal;
  if (Object.keys(lifecycle).length === 0) delete container.lifecycle;
}
