import type { AdmissionContext } from './admission-context.ts';
import { admitQuotas, admitRanges, type LimitedWrite } from './limits.ts';
import { admitPodSecurity } from './pod-security/pod-security.ts';

/**
 * Whether a write that is right in itself may be. Quotas come last: they enter what it uses.
 * @throws StatusError
 * @see pkg/kubeapiserver/options/plugins.go for the order (v1.36)
 */
export function admitWrite(context: AdmissionContext, write: LimitedWrite): void {
  admitRanges(context, write);
  admitPodSecurity(context.store, write);
  admitQuotas(context, write);
}
