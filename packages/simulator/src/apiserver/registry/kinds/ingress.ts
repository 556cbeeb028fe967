import type { Ingress, IngressClass } from 'kubernetes-types/networking/v1';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

const group = 'networking.k8s.io';

// Without an ingress controller, as on a new kind cluster, nothing comes of them: they get no address.

export const ingresses = lateResource<Ingress>(
  {
    group,
    version: 'v1',
    plural: 'ingresses',
    kind: 'Ingress',
    shortNames: ['ing'],
    hasStatus: true,
    hasGeneration: true,
  },
  () => rareKinds.code.rules.ingresses,
);

export const ingressclasses = lateResource<IngressClass>(
  {
    group,
    version: 'v1',
    plural: 'ingressclasses',
    kind: 'IngressClass',
    namespaced: false,
    hasGeneration: true,
  },
  () => rareKinds.code.rules.ingressclasses,
);
