import { newControllerReference } from '@podlab/apimachinery';
import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { OwnerReference } from 'kubernetes-types/meta/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { isInRange, type Pod, type StatefulSet } from './stateful-pods.ts';

type Claim = StoredOf<'persistentvolumeclaims'>;

/** The claims of one Pod, by the name of their template: what it keeps when it is replaced. */
export function claimsFor(set: StatefulSet, ordinal: number): ReadonlyMap<string, PersistentVolumeClaim> {
  const { metadata, spec } = set;
  return new Map(
    (spec?.volumeClaimTemplates ?? []).map((template) => {
      const { name = '', labels, annotations } = template.metadata ?? {};
      const claim: PersistentVolumeClaim = {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: {
          name: `${name}-${metadata.name}-${ordinal}`,
          ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
          labels: { ...labels, ...spec?.selector.matchLabels },
          ...(annotations ? { annotations } : {}),
        },
        ...(template.spec ? { spec: template.spec } : {}),
      };
      return [name, claim];
    }),
  );
}

/**
 * The owners that a claim should have, so that it goes when it should: with the StatefulSet, with a Pod that is scaled
 * away, or with neither. Undefined when it has them already.
 * @see pkg/controller/statefulset/stateful_set_utils.go updateClaimOwnerRefForSetAndPod
 */
export function wantedOwners(claim: Claim, set: StatefulSet, pod: Pod, ordinal: number): OwnerReference[] | undefined {
  const { whenDeleted, whenScaled } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const before = claim.metadata.ownerReferences ?? [];
  if (before.some(({ controller, uid }) => controller && uid !== set.metadata.uid && uid !== pod.metadata.uid)) {
    return undefined;
  }
  const others = before.filter(({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid);
  const isScaledAway = !isInRange(ordinal, set);
  const byPod = whenScaled === 'Delete' && isScaledAway ? [newControllerReference(pod)] : [];
  const bySet =
    whenDeleted === 'Delete' && !(whenScaled === 'Delete' && isScaledAway) ? [newControllerReference(set)] : [];
  const after = [...others, ...byPod, ...bySet];
  const isSame = after.length === before.length && after.every(({ uid }, i) => before[i]?.uid === uid);
  return isSame ? undefined : after;
}
