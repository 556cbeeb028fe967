import { keyOf, splitKey, zeroQuantity } from '@podlab/apimachinery';
import type { LocalApi, ResourceName } from '../../apiserver/local-api.ts';
import { addAmounts, type Amounts, formatAmounts } from '../../apiserver/quota/amounts.ts';
import { matchesScopes } from '../../apiserver/quota/matches-scopes.ts';
import { usageOf } from '../../apiserver/quota/usage-of.ts';
import { findByPlural } from '../../apiserver/registry/resources.ts';
import type { ClusterContext } from '../../cluster/ports.ts';
import type { ControllerDefinition, Watching } from '../machinery/controller.ts';
import { namespacedResources } from '../namespace/namespaced-resources.ts';
import { isPodTerminal } from '../objects/pod.ts';

const fieldManager = 'kube-controller-manager';
/** Everything is counted afresh so often. @see pkg/controller/resourcequota/config/v1alpha1/defaults.go */
const resyncMs = 300_000;

/** What quotas may count; Events come and go too often for anybody to count them. */
const counted: readonly ResourceName[] = ['pods', ...namespacedResources.filter((resource) => resource !== 'events')];

/** Counts what the quotas of a namespace limit. @see pkg/controller/resourcequota (v1.36) */
export function resourceQuotaController({ api, timers }: ClusterContext): ControllerDefinition {
  return {
    name: 'resourcequota-controller',
    watches: [quotasAndWhatTheyCount],
    sync: (key) => {
      const { namespace = '', name } = splitKey(key);
      const quota = api.get('resourcequotas', namespace, name);
      if (!quota) return undefined;
      const hard = quota.spec?.hard ?? {};
      let usage: Amounts = Object.fromEntries(Object.keys(hard).map((limited) => [limited, zeroQuantity]));
      for (const plural of counted) {
        if (!Object.keys(hard).some((limited) => mayCount(limited, plural))) continue;
        const definition = findByPlural(plural);
        for (const object of api.list(plural, namespace)) {
          if (!matchesScopes(quota, plural, object)) continue;
          const used = Object.entries(usageOf(definition, object, timers.nowMs()));
          usage = addAmounts(usage, Object.fromEntries(used.filter(([limited]) => limited in hard)));
        }
      }
      const status = { hard: { ...hard }, used: formatAmounts(usage) };
      api.updateStatus('resourcequotas', { ...quota, status }, { fieldManager });
      return { requeueAfterMs: resyncMs };
    },
  };
}

/** Nothing is watched for its count before there is a quota. */
const quotasAndWhatTheyCount: Watching = {
  start: (api, enqueue, delayMs) => {
    const others: { stop(): void }[] = [];
    const quotas = api.watch(
      'resourcequotas',
      (change) => {
        if (change.type === 'DELETED') return;
        if (others.length === 0) others.push(...counted.map((plural) => watchCounted(api, plural, enqueue, delayMs)));
        // Its own status is what admission charges; only other limits are news.
        if (change.type === 'ADDED' || change.object.spec !== change.old.spec) enqueue(keyOf(change.object));
      },
      delayMs,
    );
    return {
      stop: () => {
        for (const watch of [quotas, ...others]) watch.stop();
      },
    };
  },
};

/** Quotas are counted again when something has become less: admission counts what comes. */
function watchCounted(
  api: LocalApi,
  plural: ResourceName,
  enqueue: (key: string) => void,
  delayMs: number,
): { stop(): void } {
  return api.watch(
    plural,
    (change) => {
      const isLess =
        change.type === 'DELETED' ||
        (change.type === 'MODIFIED' &&
          (plural === 'pods'
            ? isPodTerminal(change.object as never) && !isPodTerminal(change.old as never)
            : (plural === 'services' || plural === 'persistentvolumeclaims') &&
              specOf(change.object) !== specOf(change.old)));
      if (!isLess) return;
      for (const quota of api.list('resourcequotas', change.object.metadata.namespace)) enqueue(keyOf(quota));
    },
    delayMs,
  );
}

function specOf(object: object): unknown {
  return (object as { readonly spec?: unknown }).spec;
}

function mayCount(limited: string, plural: string): boolean {
  if (limited.startsWith('count/')) return limited.slice('count/'.length).split('.')[0] === plural;
  if (limited.includes('storage') && !limited.includes('ephemeral')) return plural === 'persistentvolumeclaims';
  if (limited.startsWith('services')) return plural === 'services';
  return plural === 'pods' || limited === plural;
}
