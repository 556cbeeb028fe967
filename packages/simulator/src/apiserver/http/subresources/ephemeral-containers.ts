import { statuses, type Stored } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { admitPodSecurity, podSecurityWarnings } from '../../admission/pod-security/pod-security.ts';
import type { ApiRequest, ApiResponse } from '../../exchange.ts';
import { defaultContainer } from '../../defaults/container-defaults.ts';
import { cloneJson } from '../../objects/share-structure.ts';
import { ephemeralContainerFaults } from '../../validation/pods/ephemeral-containers.ts';
import { storeKey } from '../../writes/write-context.ts';
import { manageUpdate } from '../verbs/field-manager.ts';
import type { HttpContext } from '../http-context.ts';
import { applyPatch, patchKind } from '../verbs/patch-object.ts';
import { findObject, objectResponse } from '../verbs/read-objects.ts';
import { warningHeaders } from '../bodies/responses.ts';
import { isDryRun, readObject } from '../verbs/post-object.ts';
import { type NamedTarget } from '../verbs/write-objects.ts';

/**
 * The `ephemeralcontainers` sub-resource of Pods: containers may be added, nothing else.
 * @throws StatusError
 * @see pkg/apis/core/validation/validation.go `ValidatePodEphemeralContainersUpdate` (v1.36)
 */
export function handleEphemeralContainers(
  context: HttpContext,
  target: NamedTarget,
  request: ApiRequest,
  query: URLSearchParams,
): ApiResponse {
  const pod = findObject(context, target) as Stored<Pod>;
  if (request.method === 'GET') return objectResponse(context, target.definition, pod);
  const wanted =
    request.method === 'PUT'
      ? readObject(context, request, target.definition, query).object
      : context.codec.incoming(
          applyPatch(patchKind(request.headers['content-type']), context.codec.outgoing(pod), request.body) as Record<
            string,
            unknown
          >,
          target.definition,
        ).object;
  const containers = cloneJson((wanted as Stored<Pod>).spec?.ephemeralContainers ?? []);
  for (const container of containers) defaultContainer(container);
  const faults = ephemeralContainerFaults(pod.spec ?? {}, containers);
  if (faults.length > 0) throw statuses.invalid({ group: '', kind: 'Pod' }, pod.metadata.name, faults);
  const before = pod.spec?.ephemeralContainers ?? [];
  if (containers.length === before.length) return objectResponse(context, target.definition, pod);
  const grown = {
    ...pod,
    metadata: { ...pod.metadata, generation: (pod.metadata.generation ?? 0) + 1 },
    spec: { ...pod.spec, ephemeralContainers: containers },
  } as unknown as Stored;
  const managedFields = manageUpdate(context, target.definition, request, query, 'ephemeralcontainers')(grown, pod);
  const next = { ...grown, metadata: { ...grown.metadata, ...(managedFields && { managedFields }) } };
  const key = storeKey(target.definition, target.namespace, target.name);
  const { store } = context.writes;
  const write = { definition: target.definition, object: next, old: pod };
  admitPodSecurity(store, write);
  const headers = warningHeaders(podSecurityWarnings(store, write));
  return objectResponse(context, target.definition, isDryRun(query) ? next : store.put('pods', key, next), { headers });
}
