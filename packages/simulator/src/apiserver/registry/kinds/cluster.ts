import { dnsLabelFaults, dnsSubdomainFaults } from '@podlab/apimachinery';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type { Namespace, Node } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { lateResource } from '../late-resource.ts';
import { agreeOnRanges, validateNode, validateNodeUpdate } from '../../validation/node.ts';
import { defineResource } from '../define-resource.ts';

/** Says in `spec.finalizers` that what is in the namespace must go first. */
const contentFinalizer = 'kubernetes';

export const namespaces = defineResource<Namespace>({
  version: 'v1',
  plural: 'namespaces',
  kind: 'Namespace',
  shortNames: ['ns'],
  namespaced: false,
  // Not all at once.
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  hasStatus: true,
  returnsDeleted: true,
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  nameFaults: dnsLabelFaults,
  applyDefaults: ({ metadata }) => {
    if (metadata?.name) metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name };
  },
  prepareCreate: (namespace) => {
    namespace.spec = { ...namespace.spec, finalizers: withContentFinalizer(namespace.spec?.finalizers) };
    namespace.status = { phase: 'Active' };
  },
  prepareUpdate: (namespace, old) => {
    namespace.spec = { ...namespace.spec, ...(old.spec?.finalizers ? { finalizers: [...old.spec.finalizers] } : {}) };
  },
  isHeld: ({ spec }) => (spec?.finalizers?.length ?? 0) > 0,
  whenDeleting: (namespace) => ({ ...namespace, status: { ...namespace.status, phase: 'Terminating' } }),
  selectableFields: { 'status.phase': ({ status }) => status?.phase ?? '' },
});

export const nodes = defineResource<Node>({
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  keepsStatusOnCreate: true,
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  nameFaults: dnsSubdomainFaults,
  applyDefaults: agreeOnRanges,
  validateCreate: validateNode,
  validateUpdate: validateNodeUpdate,
  selectableFields: { 'spec.unschedulable': ({ spec }) => String(spec?.unschedulable ?? false) },
});

/** What the control plane says of its parts; it is asked, and nothing is kept of it. */
export const componentstatuses = defineResource({
  version: 'v1',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  kind: 'ComponentStatus',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
});

export const leases = defineResource<Lease>({
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  createsOnUpdate: true,
});

export const runtimeclasses = lateResource<RuntimeClass>(
  { group: 'node.k8s.io', version: 'v1', plural: 'runtimeclasses', kind: 'RuntimeClass', namespaced: false },
  () => rareKinds.code.rules.runtimeclasses,
);

function withContentFinalizer(finalizers: readonly string[] = []): string[] {
  return finalizers.includes(contentFinalizer) ? [...finalizers] : [...finalizers, contentFinalizer];
}
