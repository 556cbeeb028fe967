import { deepEqual, keyOf, newControllerReference, splitKey } from '@podlab/apimachinery';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { serviceNameLabel } from '../../apiserver/objects/service-name.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import { type ControllerDefinition, watching } from '../machinery/controller.ts';
import { unlessGone } from '../objects/status-errors.ts';
import { copiedAnnotations, isMirrored, mirroredSlices, type MirroredSlice } from './mirrored-slices.ts';

const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
const controllerName = 'endpointslicemirroring-controller.k8s.io';
const fieldManager = 'kube-controller-manager';

type StoredEndpoints = StoredOf<'endpoints'>;
type StoredSlice = StoredOf<'endpointslices'>;

/**
 * Keeps EndpointSlices for Endpoints that somebody wrote for a Service without a selector.
 * @see pkg/controller/endpointslicemirroring/endpointslicemirroring_controller.go
 */
export function mirroringController({ api }: ClusterContext): ControllerDefinition {
  const isMirror = ({ metadata }: StoredSlice) => metadata?.labels?.[managedByLabel] === controllerName;

  function sync(key: string): undefined {
    const { namespace, name } = splitKey(key);
    const endpoints = api.get('endpoints', namespace, name);
    const service = api.get('services', namespace, name);
    const isWanted = endpoints && service && !service.spec?.selector && isMirrored(endpoints);
    const wanted = isWanted ? mirroredSlices(endpoints) : [];
    const mine = api
      .list('endpointslices', namespace)
      .filter((slice) => isMirror(slice) && slice.metadata.labels?.[serviceNameLabel] === name);
    const free = [...mine];
    for (const content of endpoints ? wanted : []) {
      const isFor = ({ addressType, ports }: StoredSlice) =>
        addressType === content.addressType && deepEqual(ports ?? [], content.ports);
      const at = free.findIndex(isFor);
      write(endpoints as StoredEndpoints, content, at < 0 ? undefined : free.splice(at, 1)[0]);
    }
    for (const { metadata } of free) {
      unlessGone(() => api.delete('endpointslices', metadata.namespace, metadata.name, { fieldManager }));
    }
  }

  function write(endpoints: StoredEndpoints, content: MirroredSlice, old: StoredSlice | undefined): void {
    const { name, namespace } = endpoints.metadata;
    const labels = { ...endpoints.metadata.labels, [serviceNameLabel]: name, [managedByLabel]: controllerName };
    const annotations = copiedAnnotations(endpoints);
    const meta = { labels, ...(Object.keys(annotations).length > 0 && { annotations }) };
    if (!old) {
      const metadata = {
        generateName: `${name}-`,
        ...(namespace && { namespace }),
        ...meta,
        ownerReferences: [newControllerReference(endpoints)],
      };
      const slice: EndpointSlice = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...content };
      api.create('endpointslices', slice, { fieldManager });
      return;
    }
    const isSame =
      deepEqual(old.endpoints, content.endpoints) &&
      deepEqual(old.metadata.labels, labels) &&
      deepEqual(old.metadata.annotations ?? {}, annotations);
    if (isSame) return;
    const { labels: _, annotations: __, ...metadata } = old.metadata;
    api.update('endpointslices', { ...old, ...content, metadata: { ...metadata, ...meta } }, { fieldManager });
  }

  return {
    name: 'endpoint-slice-mirroring-controller',
    watches: [
      watching('endpoints', ({ object }) => [keyOf(object)]),
      watching('services', ({ object }) => [keyOf(object)]),
      watching('endpointslices', ({ type, object }) => {
        const service = object.metadata.labels?.[serviceNameLabel];
        return type === 'DELETED' && isMirror(object) && service
          ? [`${object.metadata.namespace ?? ''}/${service}`]
          : [];
      }),
    ],
    sync,
  };
}
