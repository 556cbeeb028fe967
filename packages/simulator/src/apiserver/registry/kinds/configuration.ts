import type { ConfigMap, Event, Secret, ServiceAccount } from 'kubernetes-types/core/v1';
import { encodeBase64, encodeUtf8 } from '@podlab/apimachinery';
import { validateConfigMap, validateConfigMapUpdate } from '../../validation/policies/configuration.ts';
import { validateSecret, validateSecretUpdate } from '../../validation/policies/secret.ts';
import { defineResource } from '../define-resource.ts';

export const configmaps = defineResource<ConfigMap>({
  version: 'v1',
  plural: 'configmaps',
  kind: 'ConfigMap',
  validateCreate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  shortNames: ['cm'],
});

export const secrets = defineResource<Secret>({
  version: 'v1',
  plural: 'secrets',
  kind: 'Secret',
  validateCreate: validateSecret,
  validateUpdate: validateSecretUpdate,
  applyDefaults: (secret) => {
    secret.type ||= 'Opaque';
    if (!secret.stringData) return;
    const encoded = Object.entries(secret.stringData).map(([key, text]) => [key, encodeBase64(encodeUtf8(text))]);
    secret.data = { ...secret.data, ...Object.fromEntries(encoded) };
    delete secret.stringData;
  },
  selectableFields: { type: ({ type }) => type ?? '' },
});

export const serviceaccounts = defineResource<ServiceAccount>({
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  subresources: [
    { name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
  ],
  returnsDeleted: true,
});

export const events = defineResource<Event>({
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  shortNames: ['ev'],
  createsOnUpdate: true,
  // Go never leaves these out.
  applyDefaults: (event) => {
    event.involvedObject ??= {};
    event.source ??= {};
    event.reportingComponent ??= '';
    event.reportingInstance ??= '';
  },
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || (reportingComponent ?? ''),
    type: ({ type }) => type ?? '',
  },
});
