/** What is loaded when one of the kinds that few labs use is first written: their rules, their controllers. */
import { jobs, cronjobs } from '../apiserver/registry/rules/batch-rules.ts';
import { horizontalpodautoscalers } from '../apiserver/registry/rules/autoscaling-rules.ts';
import { statefulsets } from '../apiserver/registry/rules/stateful-set-rules.ts';
import { priorityclasses } from '../apiserver/registry/rules/scheduling-rules.ts';
import {
  persistentvolumeclaims,
  persistentvolumes,
  storageclasses,
} from '../apiserver/registry/rules/storage-rules.ts';
import { resourcequotas, limitranges } from '../apiserver/registry/rules/limits-rules.ts';
import { endpoints, endpointslices, networkpolicies } from '../apiserver/registry/rules/networking-rules.ts';
import { ingresses, ingressclasses } from '../apiserver/registry/rules/ingress-rules.ts';
import { poddisruptionbudgets } from '../apiserver/registry/rules/policy-rules.ts';
import { replicationcontrollers } from '../apiserver/registry/rules/replication-controllers-rules.ts';
import { runtimeclasses } from '../apiserver/registry/rules/runtime-class-rules.ts';
import { podtemplates } from '../apiserver/registry/rules/pod-templates-rules.ts';

export { validateClaimSpec } from '../apiserver/validation/storage/persistent-volume-claim.ts';
export { findClaimVolume } from '../kubelet/volumes/claim-volume.ts';
export { planPodVolumes } from '../scheduler/pod-volumes.ts';
export { findVolumeFault } from '../scheduler/volume-fault.ts';
export { VolumeReservations } from '../scheduler/volume-reservations.ts';
export { rareApiTypes } from '../apiserver/schema/rare-api-types.ts';
export { applyRuntimeClass } from '../apiserver/admission/runtime-class.ts';
export { applyLimitDefaults, chargeQuotas, checkRanges } from '../apiserver/admission/apply-limits.ts';
export { checkPodSecurity, findPodSecurityWarnings } from '../apiserver/admission/pod-security/check-pod-security.ts';
export { isTrafficAllowed } from '../network/network-policy.ts';
export { createRareControllers } from '../controllers/rare-controllers.ts';

export const rules = {
  jobs,
  cronjobs,
  horizontalpodautoscalers,
  statefulsets,
  persistentvolumeclaims,
  persistentvolumes,
  storageclasses,
  priorityclasses,
  resourcequotas,
  limitranges,
  networkpolicies,
  endpoints,
  endpointslices,
  ingresses,
  ingressclasses,
  poddisruptionbudgets,
  replicationcontrollers,
  podtemplates,
  runtimeclasses,
};
