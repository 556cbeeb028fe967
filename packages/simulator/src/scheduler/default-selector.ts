import { controllerOf, type Selector, selectorOf } from '@podlab/apimachinery';
import { storedSelector } from '../controllers/objects/selector.ts';
import type { LocalApi, StoredOf } from '../apiserver/local-api.ts';

/**
 * What a Pod that says nothing is spread by: the selectors of the Services that select it and of the ReplicaSet that
 * owns it. @returns undefined when there is none
 * @see pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector
 */
export function defaultSelector(api: LocalApi, pod: StoredOf<'pods'>): Selector | undefined {
  const { namespace, labels = {} } = pod.metadata;
  const matchLabels: Record<string, string> = {};
  for (const { spec } of api.list('services', namespace)) {
    const wanted = Object.entries(spec?.selector ?? {});
    if (wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value)) {
      Object.assign(matchLabels, spec?.selector);
    }
  }
  const owner = controllerOf(pod);
  const replicaSet = owner?.kind === 'ReplicaSet' ? api.get('replicasets', namespace, owner.name) : undefined;
  const ownSelector = replicaSet?.spec?.selector ? storedSelector(replicaSet.spec.selector) : [];
  const selector = [...selectorOf({ matchLabels }), ...ownSelector];
  return selector.length > 0 ? selector : undefined;
}
