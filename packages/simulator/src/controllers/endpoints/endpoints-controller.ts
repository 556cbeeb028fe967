import { deepEqual, keyOf, splitKey } from '@podlab/apimachinery';
import type { EndpointAddress, Endpoints, EndpointSubset } from 'kubernetes-types/core/v1';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { hasSelector, headlessLabel, isHeadless, type ServiceEndpoint, serviceEndpoint } from './service-endpoints.ts';
import { podsOfService, servicesOfPod } from './services-of-pod.ts';
import { repackSubsets } from './repack-subsets.ts';
import { TriggerTimes } from './trigger-times.ts';

const managedByLabel = 'endpoints.kubernetes.io/managed-by';
const fieldManager = 'kube-controller-manager';

/** Keeps the (old-fashioned) Endpoints object of every Service with a selector. @see pkg/controller/endpoint/endpoints_controller.go */
export function endpointsController({ api }: ClusterContext): ControllerDefinition {
  const triggers = new TriggerTimes();

  function sync(key: string): undefined {
    const { namespace, name } = splitKey(key);
    const service = api.get('services', namespace, name);
    if (!service) {
      triggers.forget(key);
      const orphan = api.get('endpoints', namespace, name);
      if (orphan?.metadata.labels?.[managedByLabel]) {
        unlessGone(() => api.delete('endpoints', namespace, name, { fieldManager }));
      }
      return;
    }
    if (!hasSelector(service)) return;
    const pods = podsOfService(api, service);
    const endpoints = pods
      .flatMap((pod) => serviceEndpoint(service, pod) ?? [])
      .filter(({ terminating }) => !terminating || service.spec?.publishNotReadyAddresses);
    const subsets = endpointSubsets(endpoints);
    const labels = {
      ...service.metadata.labels,
      [managedByLabel]: 'endpoint-controller',
      ...(isHeadless(service) ? { [headlessLabel]: '' } : {}),
    };
    const trigger = triggers.annotation(service, pods);
    const annotations = Object.keys(trigger).length > 0 ? { annotations: trigger } : {};
    const existing = api.get('endpoints', namespace, name);
    if (!existing) {
      const metadata = { name, ...(namespace ? { namespace } : {}), labels, ...annotations };
      const created: Endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata };
      if (subsets.length > 0) created.subsets = subsets;
      api.create('endpoints', created, { fieldManager });
      return;
    }
    if (deepEqual(existing.subsets ?? [], subsets) && deepEqual(existing.metadata.labels, labels)) return;
    const { subsets: _, ...rest } = existing;
    const { annotations: __, ...system } = existing.metadata;
    const metadata = { ...system, labels, ...annotations };
    api.update('endpoints', { ...rest, metadata, ...(subsets.length > 0 ? { subsets } : {}) }, { fieldManager });
  }

  return {
    name: 'endpoints-controller',
    watches: [
      watching('services', (change) => [keyOf(change.object)]),
      watching('pods', (change) => servicesOfPod(api, change)),
      watching('endpoints', (change) => (change.type === 'DELETED' ? [keyOf(change.object)] : [])),
    ],
    sync,
  };
}

/** What Endpoints say of the Pods of a Service. */
export function endpointSubsets(endpoints: readonly ServiceEndpoint[]): EndpointSubset[] {
  return repackSubsets(
    endpoints.map((endpoint) => ({
      [endpoint.ready ? 'addresses' : 'notReadyAddresses']: [toAddress(endpoint)],
      ports: endpoint.ports.map(({ name, ...port }) => (name ? { name, ...port } : port)),
    })),
  );
}

function toAddress({ pod, ip }: ServiceEndpoint): EndpointAddress {
  const { namespace, name, uid } = pod.metadata;
  return {
    ip,
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: 'Pod', ...(namespace ? { namespace } : {}), name, uid },
  };
}
