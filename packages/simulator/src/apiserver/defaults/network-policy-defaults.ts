import type { NetworkPolicy } from 'kubernetes-types/networking/v1';

/** Fills in what a NetworkPolicy leaves out. Changes it in place. @see pkg/apis/networking/v1/defaults.go (v1.36) */
export function defaultNetworkPolicy({ spec }: NetworkPolicy): void {
  if (!spec) return;
  for (const { ports } of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of ports ?? []) port.protocol ??= 'TCP';
  }
  if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}
