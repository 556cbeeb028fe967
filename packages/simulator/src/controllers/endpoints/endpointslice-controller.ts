import { keyOf, newControllerReference, splitKey } from '@podlab/apimachinery';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { LocalApi, StoredOf } from '../../apiserver/local-api.ts';
import { serviceNameLabel } from '../../apiserver/objects/service-name.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { planSlices, type SliceContent } from './plan-slices.ts';
import { hasSelector, headlessLabel, isHeadless, serviceEndpoint } from './service-endpoints.ts';
import { podsOfService, servicesOfPod } from './services-of-pod.ts';
import { lastChangeTriggerAnnotation, TriggerTimes } from './trigger-times.ts';

/** Names the Service that a slice belongs to. */
const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
const controllerName = 'endpointslice-controller.k8s.io';
const fieldManager = 'kube-controller-manager';

/** Keeps the EndpointSlices of every Service with a selector. @see pkg/controller/endpointslice/endpointslice_controller.go */
export function endpointSliceController({ api }: ClusterContext): ControllerDefinition {
  const triggers = new TriggerTimes();

  function sync(key: string): undefined {
    const { namespace, name } = splitKey(key);
    const service = api.get('services', namespace, name);
    if (!service) triggers.forget(key);
    if (!service || !hasSelector(service)) return;
    const pods = podsOfService(api, service);
    const endpoints = pods.flatMap((pod) => serviceEndpoint(service, pod) ?? []);
    const existing = api.listOwnedBy('endpointslices', service.metadata.uid);
    const plan = planSlices(endpoints, existing.filter(isOurs));
    const annotations = triggers.annotation(service, pods);
    for (const content of plan.create) createSlice(api, service, { content, annotations });
    for (const { slice, content } of plan.update) updateSlice(api, service, { slice, content, annotations });
    for (const { metadata } of plan.remove) {
      unlessGone(() => api.delete('endpointslices', metadata.namespace, metadata.name, { fieldManager }));
    }
  }

  return {
    name: 'endpoint-slice-controller',
    watches: [
      watching('services', (change) => [keyOf(change.object)]),
      watching('pods', (change) => servicesOfPod(api, change)),
      watching('endpointslices', ({ type, object: { metadata } }) => {
        const service = metadata.labels?.[serviceNameLabel];
        return type === 'DELETED' && service ? [`${metadata.namespace ?? ''}/${service}`] : [];
      }),
    ],
    sync,
  };
}

function isOurs({ metadata }: StoredOf<'endpointslices'>): boolean {
  return metadata.labels?.[managedByLabel] === controllerName && metadata.deletionTimestamp === undefined;
}

function sliceLabels(service: StoredOf<'services'>): Record<string, string> {
  const { labels = {}, name } = service.metadata;
  return {
    ...labels,
    [managedByLabel]: controllerName,
    [serviceNameLabel]: name,
    ...(isHeadless(service) ? { [headlessLabel]: '' } : {}),
  };
}

function createSlice(
  api: LocalApi,
  service: StoredOf<'services'>,
  { content, annotations }: { readonly content: SliceContent; readonly annotations: Record<string, string> },
): void {
  const { namespace, name } = service.metadata;
  const slice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      ...(namespace ? { namespace } : {}),
      labels: sliceLabels(service),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [newControllerReference(service)],
    },
    addressType: 'IPv4',
    ...content,
  };
  api.create('endpointslices', slice as EndpointSlice, { fieldManager });
}

/** Writes only when more than the time of the change would differ. */
function updateSlice(
  api: LocalApi,
  service: StoredOf<'services'>,
  {
    slice,
    content,
    annotations,
  }: {
    readonly slice: StoredOf<'endpointslices'>;
    readonly content: SliceContent;
    readonly annotations: Record<string, string>;
  },
): void {
  const { [lastChangeTriggerAnnotation]: _, ...others } = slice.metadata.annotations ?? {};
  const labels = sliceLabels(service);
  const isSame =
    JSON.stringify([slice.endpoints ?? null, slice.ports ?? null]) ===
      JSON.stringify([content.endpoints, content.ports]) &&
    Object.entries(labels).every(([key, value]) => slice.metadata.labels?.[key] === value);
  if (isSame) return;
  const kept = { ...others, ...annotations };
  const { annotations: __, ...metadata } = slice.metadata;
  const next = {
    ...slice,
    metadata: { ...metadata, labels, ...(Object.keys(kept).length > 0 ? { annotations: kept } : {}) },
    ...content,
  };
  api.update('endpointslices', next as StoredOf<'endpointslices'>, { fieldManager });
}
