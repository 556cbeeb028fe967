import { keyOf } from '@podlab/apimachinery';
import type { LocalApi, ObjectChange, StoredOf } from '../../apiserver/local-api.ts';
import { isPodReady } from '../objects/pod.ts';
import { hasSelector } from './service-endpoints.ts';

/** The keys of the Services that a Pod's change concerns: those that select it, or selected it before. */
export function servicesOfPod(api: LocalApi, change: ObjectChange<StoredOf<'pods'>>): Set<string> {
  const { namespace, labels } = change.object.metadata;
  const keys = new Set<string>();
  const services = api.list('services', namespace);
  if (!services.some(hasSelector)) return keys;
  if (change.type === 'MODIFIED' && !concernsEndpoints(change.old, change.object)) return keys;
  for (const service of services) {
    if (!hasSelector(service)) continue;
    const selector = service.spec?.selector ?? {};
    const isSelected = matches(selector, labels);
    const wasSelected = change.type === 'MODIFIED' && matches(selector, change.old.metadata.labels);
    if (isSelected || wasSelected) keys.add(keyOf(service));
  }
  return keys;
}

/** The Pods that a Service selects. */
export function podsOfService(api: LocalApi, service: StoredOf<'services'>): StoredOf<'pods'>[] {
  const selector = service.spec?.selector ?? {};
  return api.list('pods', service.metadata.namespace).filter(({ metadata }) => matches(selector, metadata.labels));
}

function matches(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> = {}): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}

/**
 * Whether a Pod has changed in a way that its Services are looked at for. That it has ended is none: one that was not
 * ready before stays an endpoint that is not ready until something else happens.
 * @see k8s.io/endpointslice/util/controller_utils.go podEndpointsChanged (v1.36)
 */
export function concernsEndpoints(old: StoredOf<'pods'>, pod: StoredOf<'pods'>): boolean {
  return (
    old.metadata.labels !== pod.metadata.labels ||
    old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    old.spec?.hostname !== pod.spec?.hostname ||
    old.spec?.nodeName !== pod.spec?.nodeName ||
    old.status?.podIP !== pod.status?.podIP ||
    isPodReady(old) !== isPodReady(pod)
  );
}
