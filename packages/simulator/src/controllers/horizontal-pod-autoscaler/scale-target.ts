import { formatSelector, type Selector, selectorOf, statuses } from '@podlab/apimachinery';
import type { LocalApi, ResourceName } from '../../apiserver/local-api.ts';
import { replicaSelector } from '../../apiserver/objects/replication-controller.ts';
import { resources } from '../../apiserver/registry/resources.ts';

/** What an autoscaler scales, as its `scale` sub-resource shows it. */
export interface ScaleTarget {
  readonly plural: ResourceName;
  readonly replicas: number;
  readonly selector: Selector;
  /** The selector as text. */
  readonly selectorText: string;
}

/**
 * Finds what an autoscaler refers to.
 * @throws StatusError when it is not there
 * @returns a text when its kind is none that can be scaled
 */
export function findScaleTarget(
  api: LocalApi,
  namespace: string,
  reference: { readonly apiVersion?: string; readonly kind: string; readonly name: string },
): ScaleTarget | string {
  const [group = ''] = reference.apiVersion?.includes('/') ? reference.apiVersion.split('/') : [''];
  const definition = resources.find(
    (candidate) =>
      candidate.group === group &&
      candidate.kind === reference.kind &&
      candidate.subresources.some(({ name }) => name === 'scale'),
  );
  if (!definition) return `no matches for kind "${reference.kind}" in group "${group}"`;
  const plural = definition.plural as ResourceName;
  const found = api.get(plural, namespace, reference.name);
  if (!found) throw statuses.notFound({ group, resource: definition.plural }, reference.name);
  const selector = selectorOf(replicaSelector(found) ?? {});
  const { spec } = found as { readonly spec?: { readonly replicas?: number } };
  return { plural, replicas: spec?.replicas ?? 1, selector, selectorText: formatSelector(selector) };
}
