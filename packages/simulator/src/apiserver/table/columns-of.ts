import type { Stored } from '@podlab/apimachinery';
import { bindingColumns, roleColumns } from './access-columns.ts';
import { horizontalPodAutoscalerColumns } from './autoscaler-columns.ts';
import {
  componentStatusColumns,
  leaseColumns,
  runtimeClassColumns,
  namespaceColumns,
  nodeColumns,
} from './cluster-columns.ts';
import {
  configMapColumns,
  eventColumns,
  podDisruptionBudgetColumns,
  secretColumns,
  serviceAccountColumns,
} from './configuration-columns.ts';
import { ingressClassColumns, ingressColumns } from './ingress-columns.ts';
import { cronJobColumns, jobColumns } from './job-columns.ts';
import { limitRangeColumns, priorityClassColumns, resourceQuotaColumns } from './limit-columns.ts';
import { endpointSliceColumns, endpointsColumns, networkPolicyColumns, serviceColumns } from './networking-columns.ts';
import { podColumns } from './pod-columns.ts';
import { podTemplateColumns } from './pod-template-columns.ts';
import { persistentVolumeClaimColumns, persistentVolumeColumns, storageClassColumns } from './storage-columns.ts';
import {
  controllerRevisionColumns,
  daemonSetColumns,
  deploymentColumns,
  replicaSetColumns,
  replicationControllerColumns,
  statefulSetColumns,
} from './workload-columns.ts';
import type { TableColumn } from './table-column.ts';

/** How `kubectl get` prints each resource. */
const columnsByPlural = {
  resourcequotas: resourceQuotaColumns,
  limitranges: limitRangeColumns,
  priorityclasses: priorityClassColumns,
  pods: podColumns,
  configmaps: configMapColumns,
  secrets: secretColumns,
  serviceaccounts: serviceAccountColumns,
  events: eventColumns,
  podtemplates: podTemplateColumns,
  replicationcontrollers: replicationControllerColumns,
  poddisruptionbudgets: podDisruptionBudgetColumns,
  horizontalpodautoscalers: horizontalPodAutoscalerColumns,
  persistentvolumeclaims: persistentVolumeClaimColumns,
  persistentvolumes: persistentVolumeColumns,
  storageclasses: storageClassColumns,
  namespaces: namespaceColumns,
  nodes: nodeColumns,
  leases: leaseColumns,
  runtimeclasses: runtimeClassColumns,
  componentstatuses: componentStatusColumns,
  jobs: jobColumns,
  cronjobs: cronJobColumns,
  roles: roleColumns,
  clusterroles: roleColumns,
  rolebindings: bindingColumns,
  clusterrolebindings: bindingColumns,
  ingresses: ingressColumns,
  ingressclasses: ingressClassColumns,
  services: serviceColumns,
  endpoints: endpointsColumns,
  endpointslices: endpointSliceColumns,
  networkpolicies: networkPolicyColumns,
  deployments: deploymentColumns,
  replicasets: replicaSetColumns,
  statefulsets: statefulSetColumns,
  daemonsets: daemonSetColumns,
  controllerrevisions: controllerRevisionColumns,
};

/** The columns of a resource; none: it has no others than its name and its age. */
export function columnsOf(plural: string): readonly TableColumn<Stored>[] {
  return ((columnsByPlural as Record<string, unknown>)[plural] ?? []) as readonly TableColumn<Stored>[];
}
