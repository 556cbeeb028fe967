import { controllerOf, deepEqual, type KubeObject } from '@podlab/apimachinery';
import { asPod, containerStatusesOf, isTerminating, shortName } from './pod-facts.ts';

/**
 * What a check rests on, so what must be shown not to have changed unseen:
 *
 * - `existence`: which objects there are (by UID), who controls them, whether they are on their way out
 * - `containers`: the instances of the containers of Pods
 * - `spec`: what the objects ask for
 * - `everything`: any field at all
 */
export type Concern = 'existence' | 'containers' | 'spec' | 'everything';

export type GapProof = { readonly harmless: true } | { readonly harmless: false; readonly because: string };

/**
 * Proves that nothing the concerns rest on can have happened between two looks at the same objects, or names what may
 * have.
 *
 * - An object with the same UID was never deleted: a UID is never used twice.
 * - A container with the same containerID and restartCount never restarted: each instance gets a new id.
 * - A spec with the same `generation` was never changed: the API server raises it with every change. Kinds without a
 *   generation (Nodes) prove it only by the same resourceVersion.
 * - The same resourceVersion: not a single write.
 *
 * Objects that came and went in between leave no trace and are not covered: checks must not rest on them.
 */
export function gapIsHarmless(
  before: readonly KubeObject[],
  after: readonly KubeObject[],
  concerns: readonly Concern[],
): GapProof {
  const earlier = new Map(before.map((object) => [object.metadata?.uid, object]));
  const later = new Map(after.map((object) => [object.metadata?.uid, object]));
  for (const object of before) {
    const again = later.get(object.metadata?.uid);
    if (!again) return harmful(`${shortName(object)} is gone`);
    const because = concerns.map((concern) => difference(object, again, concern)).find((why) => why !== undefined);
    if (because !== undefined) return harmful(because);
  }
  const stranger = after.find((object) => !earlier.has(object.metadata?.uid));
  return stranger ? harmful(`${shortName(stranger)} is new`) : { harmless: true };
}

function harmful(because: string): GapProof {
  return { harmless: false, because };
}

function difference(before: KubeObject, after: KubeObject, concern: Concern): string | undefined {
  const name = shortName(before);
  if (before.metadata?.resourceVersion === after.metadata?.resourceVersion) return undefined;
  switch (concern) {
    case 'everything':
      return `${name} was written to`;
    case 'spec': {
      const generation = after.metadata?.generation;
      if (generation === undefined) return `${name} was written to`;
      return generation === before.metadata?.generation ? undefined : `${name} was changed`;
    }
    case 'existence': {
      if (!isTerminating(asPod(before)) && isTerminating(asPod(after))) return `${name} is being deleted`;
      const same = controllerOf(before)?.uid === controllerOf(after)?.uid;
      return same ? undefined : `${name} has another controller`;
    }
    case 'containers':
      return deepEqual(instancesOf(before), instancesOf(after)) ? undefined : `${name} has restarted a container`;
  }
}

function instancesOf(object: KubeObject): readonly unknown[] {
  const pod = asPod(object);
  const started = containerStatusesOf(pod).map(({ name, containerID, restartCount }) => [
    name,
    containerID,
    restartCount,
  ]);
  return [...started, pod.status?.podIP];
}
