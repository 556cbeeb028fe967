import type { ClusterPicture, ContainerPicture, NodePicture, PodPicture } from '../picture/cluster-picture.ts';
import { nodeWords } from '../picture/node-words.ts';
import { successorPairs } from './successor-pairs.ts';

/** Something that happened, with what to say when it happened to many at once. */
interface Event {
  readonly sentence: string;
  /** `are ready`, to be put behind a number of Pods; undefined: never joined. */
  readonly many?: string;
}

/** More of a kind than this are told as a number. */
const mostAlike = 4;

/**
 * What happened between two pictures of a cluster, in sentences for a screen reader: the same pictures, the same sentences.
 * Empty when nothing did that is worth a word. Tell at most one batch in two seconds: pass the picture told last as `before`.
 */
export function narrate(before: ClusterPicture, after: ClusterPicture): readonly string[] {
  const events = [...tellNodes(before, after), ...tellPods(before, after), ...tellServices(before, after)];
  const counts = new Map<string, number>();
  for (const { many } of events) if (many !== undefined) counts.set(many, (counts.get(many) ?? 0) + 1);
  const told = new Set<string>();
  return events.flatMap(({ sentence, many }) => {
    const count = counts.get(many ?? '') ?? 0;
    if (many === undefined || count <= mostAlike) return [`${sentence}.`];
    if (told.has(many)) return [];
    told.add(many);
    return [`${count} Pods ${many}.`];
  });
}

function tellNodes(before: ClusterPicture, after: ClusterPicture): Event[] {
  const known = new Map(before.nodes.map((node) => [node.name, node]));
  return after.nodes.flatMap((node): Event[] => {
    const was = known.get(node.name);
    if (!was) return [{ sentence: `Node ${node.name} has joined` }];
    if (was.ready !== node.ready)
      return [{ sentence: `Node ${node.name} is ${node.ready ? 'ready again' : 'NotReady'}` }];
    if (was.unschedulable !== node.unschedulable) {
      return [{ sentence: `Node ${node.name} takes ${node.unschedulable ? 'no more' : 'new'} Pods` }];
    }
    const taints = nodeWords(node).join(', ');
    return nodeWords(was).join(', ') === taints
      ? []
      : [{ sentence: `Node ${node.name} has taints: ${taints || 'none'}` }];
  });
}

function tellPods(before: ClusterPicture, after: ClusterPicture): Event[] {
  const old = placesOf(before);
  const now = placesOf(after);
  const replaced = successorPairs(before, after);
  const owners = new Map(
    [...before.owners, ...after.owners].map((owner) => [owner.uid, `${owner.kind} ${owner.name}`]),
  );
  const gone = [...old.values()]
    .filter(({ pod }) => !now.has(pod.uid))
    .map(({ pod }): Event => ({ sentence: `${pod.name} is gone`, many: 'are gone' }));
  const rest = [...now.values()].flatMap(({ pod, node }): Event[] => {
    const was = old.get(pod.uid);
    if (!was) return [...tellNewcomer(pod, replaced.get(pod.uid)), ...tellWait(pod)];
    return [...tellOwner(was.pod, pod, owners), ...tellPlace(was, { pod, node }), ...tellChange(was.pod, pod)];
  });
  return [...rest.filter(isUrgent), ...gone, ...rest.filter((event) => !isUrgent(event))];
}

/** A deletion comes first, so that the newcomer that it brings makes sense. */
function isUrgent({ many }: Event): boolean {
  return many === 'are being deleted';
}

function tellNewcomer(pod: PodPicture, predecessor: string | undefined): Event[] {
  if (predecessor === undefined) return [{ sentence: `${pod.name} was created`, many: 'were created' }];
  return [{ sentence: `${pod.name} takes the place of ${predecessor}`, many: 'take the place of others' }];
}

function tellOwner(was: PodPicture, pod: PodPicture, owners: ReadonlyMap<string, string>): Event[] {
  if (was.owner === pod.owner) return [];
  const nameOf = (uid: string) => owners.get(uid) ?? 'its owner';
  return [
    ...(was.owner === undefined ? [] : [{ sentence: `${nameOf(was.owner)} has let go of ${pod.name}` }]),
    ...(pod.owner === undefined ? [] : [{ sentence: `${nameOf(pod.owner)} has taken ${pod.name} in` }]),
  ];
}

interface Placed {
  readonly pod: PodPicture;
  readonly node: NodePicture | undefined;
}

function tellPlace(was: Placed, { pod, node }: Placed): Event[] {
  if (was.node === undefined && node)
    return [{ sentence: `${pod.name} has a place on ${node.name}`, many: 'have a place on a node' }];
  return node || pod.reason === was.pod.reason ? [] : tellWait(pod);
}

function tellWait(pod: PodPicture): Event[] {
  if (pod.look !== 'pending' || pod.reason === undefined) return [];
  return [{ sentence: `${pod.name} waits for a node: ${pod.reason.replace(/\.$/, '')}`, many: 'wait for a node' }];
}

function tellChange(was: PodPicture, pod: PodPicture): Event[] {
  if (was.terminating === undefined && pod.terminating) {
    const seconds = Math.round((pod.terminating.untilMs - pod.terminating.fromMs) / 1000);
    return [{ sentence: `${pod.name} is being deleted, with ${seconds} s of grace`, many: 'are being deleted' }];
  }
  if (pod.terminating) return [];
  if (was.look !== pod.look && pod.look === 'succeeded')
    return [{ sentence: `${pod.name} has completed`, many: 'have completed' }];
  if (was.look !== pod.look && pod.look === 'failed') {
    return [
      { sentence: `${pod.name} has failed: ${(pod.reason ?? pod.status).replace(/\.$/, '')}`, many: 'have failed' },
    ];
  }
  const containers = pod.containers.flatMap((container) =>
    tellContainer(
      pod,
      was.containers.find(({ name }) => name === container.name),
      container,
    ),
  );
  if (was.look !== 'ready' && pod.look === 'ready') {
    return [
      ...containers,
      { sentence: `${pod.name} is ready, ${pod.ready} of ${pod.total} containers`, many: 'are ready' },
    ];
  }
  if (was.ready !== pod.ready) {
    return [
      ...containers,
      { sentence: `${pod.name}: ${pod.ready} of ${pod.total} containers ready`, many: 'have changed what is ready' },
    ];
  }
  return containers;
}

function tellContainer(pod: PodPicture, was: ContainerPicture | undefined, now: ContainerPicture): Event[] {
  const tell = (what: string, many: string): Event[] => [
    { sentence: `${pod.name}: container ${now.name} ${what}`, many },
  ];
  const restarted = now.restarts - (was?.restarts ?? 0);
  if (restarted > 0 && now.state !== 'waiting-to-restart') {
    return tell(`was started again, restart ${now.restarts}`, 'have a container that was started again');
  }
  if (was?.state === now.state && (was.reason === now.reason || now.state !== 'blocked')) return [];
  switch (now.state) {
    case 'waiting-to-restart': {
      const next = now.backOff && `, next start in ${Math.round((now.backOff.untilMs - now.backOff.fromMs) / 1000)} s`;
      return was?.state === 'waiting-to-restart'
        ? []
        : tell(`exited with ${now.exitCode ?? 'an unknown code'}${next ?? ''}`, 'have a container that exited');
    }
    case 'blocked':
      return tell(`cannot start: ${now.reason ?? 'no reason given'}`, 'have a container that cannot start');
    case 'completed':
      return tell('has completed', 'have a container that completed');
    case 'failed':
      return tell(`failed with exit code ${now.exitCode ?? 'unknown'}`, 'have a container that failed');
    default:
      return [];
  }
}

function tellServices(before: ClusterPicture, after: ClusterPicture): Event[] {
  const readyOf = ({ services }: ClusterPicture, name: string) =>
    services.find((service) => service.name === name)?.endpoints.filter(({ ready }) => ready).length;
  return after.services.flatMap(({ name }) => {
    const count = readyOf(after, name);
    return count === readyOf(before, name) ? [] : [{ sentence: `Service ${name} has ${count} ready endpoints` }];
  });
}

function placesOf({ waiting, nodes }: ClusterPicture): ReadonlyMap<string, Placed> {
  const placed = [
    ...waiting.map((pod): Placed => ({ pod, node: undefined })),
    ...nodes.flatMap((node) => node.pods.map((pod): Placed => ({ pod, node }))),
  ];
  return new Map(placed.map((place) => [place.pod.uid, place]));
}
