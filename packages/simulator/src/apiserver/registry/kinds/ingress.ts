import type { Ingress, IngressClass } from 'kubernetes-types/networking/v1';
import { ingressClassColumns, ingressColumns } from '../../table/ingress-columns.ts';
import { validateIngress, validateIngressClass, validateIngressClassUpdate } from '../../validation/ingress.ts';
import { defineResource } from '../define-resource.ts';

const group = 'networking.k8s.io';

// Without an ingress controller, as on a new kind cluster, nothing comes of them: they get no address.

export const ingresses = defineResource<Ingress>({
  group,
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  columns: ingressColumns,
  shortNames: ['ing'],
  hasStatus: true,
  hasGeneration: true,
  prepareCreate: (ingress) => {
    ingress.status = { loadBalancer: {} };
  },
  validateCreate: validateIngress,
  validateUpdate: validateIngress,
});

export const ingressclasses = defineResource<IngressClass>({
  group,
  version: 'v1',
  plural: 'ingressclasses',
  kind: 'IngressClass',
  columns: ingressClassColumns,
  namespaced: false,
  hasGeneration: true,
  validateCreate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
});
