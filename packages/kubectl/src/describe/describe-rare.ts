import { StatusError, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { Ingress } from 'kubernetes-types/networking/v1';
import type { RoleBinding } from 'kubernetes-types/rbac/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { Invocation } from '../cli/command.ts';
import type { Found } from '../resources/collect.ts';
import { describeRole, describeRoleBinding, describeSecret, describeServiceAccount } from './describe-access.ts';
import { describeAny } from './describe-any.ts';
import { describeAutoscaler } from './describe-autoscaler.ts';
import { type Backing, describeIngress } from './describe-ingress.ts';
import { describeBudget, describeLimitRange, describePriorityClass, describeQuota } from './describe-limits.ts';
import { describeEndpoints, describeEndpointSlice, describeNetworkPolicy } from './describe-network.ts';
import { describeClaim, describeStorageClass, describeVolume } from './describe-storage.ts';
import type { DescribeWriter } from './describe-writer.ts';

/** Describes an object of a kind that few labs show. One of a kind without words of its own: by all its fields. */
export async function describeRare(
  writer: DescribeWriter,
  { resource, object }: Found,
  invocation: Invocation,
): Promise<void> {
  const { client, signal } = invocation;
  const { namespace } = object.metadata;
  switch (`${resource.resource}.${resource.group}`) {
    case 'endpoints.':
      return describeEndpoints(writer, object);
    case 'endpointslices.discovery.k8s.io':
      return describeEndpointSlice(writer, object as Stored<EndpointSlice>);
    case 'secrets.':
      return describeSecret(writer, object);
    case 'serviceaccounts.':
      return describeServiceAccount(writer, object);
    case 'resourcequotas.':
      return describeQuota(writer, object);
    case 'limitranges.':
      return describeLimitRange(writer, object);
    case 'poddisruptionbudgets.policy':
      return describeBudget(writer, object);
    case 'horizontalpodautoscalers.autoscaling':
      return describeAutoscaler(writer, object);
    case 'networkpolicies.networking.k8s.io':
      return describeNetworkPolicy(writer, object);
    case 'ingresses.networking.k8s.io': {
      const ingress = object as Stored<Ingress>;
      return describeIngress(writer, ingress, await backingsOf(ingress, invocation));
    }
    case 'persistentvolumeclaims.': {
      const { items } = await client.list('pods', { namespace }, { signal });
      const users = items.filter((pod) => usesClaim(pod, object.metadata.name));
      return describeClaim(writer, object, users);
    }
    case 'persistentvolumes.':
      return describeVolume(writer, object);
    case 'storageclasses.storage.k8s.io':
      return describeStorageClass(writer, object as Stored<StorageClass>);
    case 'priorityclasses.scheduling.k8s.io':
      return describePriorityClass(writer, object as Stored<PriorityClass>);
    case 'roles.rbac.authorization.k8s.io':
    case 'clusterroles.rbac.authorization.k8s.io':
      return describeRole(writer, object);
    case 'rolebindings.rbac.authorization.k8s.io':
    case 'clusterrolebindings.rbac.authorization.k8s.io':
      return describeRoleBinding(writer, object as Stored<RoleBinding>);
    default:
      return describeAny(writer, object);
  }
}

function usesClaim({ metadata, spec }: Stored<Pod>, claim: string): boolean {
  return (spec?.volumes ?? []).some(
    ({ name, persistentVolumeClaim, ephemeral }) =>
      persistentVolumeClaim?.claimName === claim || (ephemeral !== undefined && `${metadata.name}-${name}` === claim),
  );
}

/** The Services that an Ingress names, with their endpoints. */
async function backingsOf(
  { metadata, spec }: Stored<Ingress>,
  { client, signal }: Invocation,
): Promise<Map<string, Backing>> {
  const { namespace } = metadata;
  const backends = [
    spec?.defaultBackend,
    ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ];
  const names = new Set(backends.flatMap((backend) => (backend?.service ? [backend.service.name] : [])));
  const backings = new Map<string, Backing>();
  for (const name of names) {
    try {
      const labelSelector = `kubernetes.io/service-name=${name}`;
      const { items: slices } = await client.list('endpointslices', { namespace }, { labelSelector, signal });
      backings.set(name, { service: await client.get('services', { namespace, name }, { signal }), slices });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      backings.set(name, { fault: error.message });
    }
  }
  return backings;
}
