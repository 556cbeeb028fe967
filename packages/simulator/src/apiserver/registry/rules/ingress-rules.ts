import type { Ingress, IngressClass } from 'kubernetes-types/networking/v1';
import {
  validateIngress,
  validateIngressClass,
  validateIngressClassUpdate,
} from '../../validation/networking/ingress.ts';
import { ingressWarnings } from '../../warnings/annotation-warnings.ts';
import type { ResourceRules } from '../late-resource.ts';

export const ingresses: ResourceRules<Ingress> = {
  prepareCreate: (ingress) => {
    ingress.status = { loadBalancer: {} };
  },
  validateCreate: validateIngress,
  validateUpdate: validateIngress,
  warnings: ({ metadata, spec }, old) => (old ? [] : ingressWarnings(metadata?.annotations, spec)),
};

export const ingressclasses: ResourceRules<IngressClass> = {
  validateCreate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
};
