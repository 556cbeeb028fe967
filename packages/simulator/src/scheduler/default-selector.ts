import { controllerOf, type Selector, selectorOf } from '@podlab/apimachinery';
import { storedSelector } from '../controllers/objects/selector.ts';
import type { LocalApi, StoredOf } from '../apiserver/local-api.ts';
import { replicaSelector } from '../apiserver/objects/replication-controller.ts';

/** Owners whose Pods are spread. */
const resourceOf: Readonly<Record<string, 'replicasets' | 'replicationcontrollers' | 'statefulsets'>> = {
  ReplicaSet: 'replicasets',
  ReplicationController: 'replicationcontrollers',
  StatefulSet: 'statefulsets',
};

/**
 * What a Pod that says nothing is spread by: the selectors of the Services that select it and of the ReplicaSet,
 * ReplicationController or StatefulSet that owns it. @returns undefined when there is none
 * @see pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector
 */
export function defaultSelector(api: LocalApi, pod: StoredOf<'pods'>): Selector | undefined {
  const { namespace, labels = {} } = pod.metadata;
  let matchLabels: Record<string, string> | undefined;
  for (const { spec } of api.list('services', namespace)) {
    const wanted = Object.entries(spec?.selector ?? {});
    if (wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)) {
      matchLabels = { ...matchLabels, ...spec?.selector };
    }
  }
  const owner = controllerOf(pod);
  const resource = owner && resourceOf[owner.kind];
  const owning = resource && api.get(resource, namespace, owner.name);
  const labelSelector = owning && replicaSelector(owning);
  const ownSelector = labelSelector ? storedSelector(labelSelector) : [];
  // Without Services the same selector is the same object, which is found faster.
  const selector = matchLabels ? [...selectorOf({ matchLabels }), ...ownSelector] : ownSelector;
  return selector.length > 0 ? selector : undefined;
}
