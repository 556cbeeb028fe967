import { dnsLabelFaults } from '@podlab/apimachinery';
import type { Endpoints, Service } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { NetworkPolicy } from 'kubernetes-types/networking/v1';
import { allocateServiceAddresses } from '../../admission/service-allocation.ts';
import { defaultService } from '../../defaults/service-defaults.ts';
import { validateService, validateServiceUpdate } from '../../validation/networking/service.ts';
import { serviceWarnings } from '../../warnings/late-warnings.ts';
import { defineResource } from '../define-resource.ts';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const services = defineResource<Service>({
  version: 'v1',
  plural: 'services',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  returnsDeleted: true,
  nameFaults: dnsLabelFaults,
  applyDefaults: defaultService,
  validateCreate: validateService,
  validateUpdate: validateServiceUpdate,
  warnings: serviceWarnings,
  prepareCreate: (service, context) => {
    allocateServiceAddresses(service, undefined, context);
    Object.assign(service, { status: { loadBalancer: {} } });
  },
  prepareUpdate: (service, old, context) => allocateServiceAddresses(service, old, context),
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec?.clusterIP ?? '',
    'spec.type': ({ spec }) => spec?.type ?? '',
  },
});

// Both are written by controllers too, which leave nothing out and make no mistakes: only the writes of others need
// rules, and have them loaded.
export const endpoints = lateResource<Endpoints>(
  {
    version: 'v1',
    plural: 'endpoints',
    kind: 'Endpoints',
    deprecation: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    singular: 'endpoints',
    shortNames: ['ep'],
  },
  () => (rareKinds.isHere ? rareKinds.code.rules.endpoints : {}),
);

export const endpointslices = lateResource<EndpointSlice>(
  {
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    hasGeneration: true,
    isNewGeneration: (object, old) =>
      object.endpoints !== old.endpoints ||
      object.ports !== old.ports ||
      object.addressType !== old.addressType ||
      object.metadata?.labels !== old.metadata.labels,
  },
  () => (rareKinds.isHere ? rareKinds.code.rules.endpointslices : {}),
);

export const networkpolicies = lateResource<NetworkPolicy>(
  {
    group: 'networking.k8s.io',
    version: 'v1',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    shortNames: ['netpol'],
    hasGeneration: true,
  },
  () => rareKinds.code.rules.networkpolicies,
);
