import type { ClusterPicture, PodPicture } from '@podlab/lab-ui/model';

/** More than this in one batch is summed up. */
const mostSentences = 6;

/**
 * What a listener has to be told of what happened to Pods between two pictures. What became of the checks the page says
 * itself, at once.
 */
export function tellChanges(before: ClusterPicture, now: ClusterPicture): readonly string[] {
  const sentences = tellPods(before, now);
  if (sentences.length <= mostSentences) return sentences;
  return [...sentences.slice(0, mostSentences), `And ${sentences.length - mostSentences} changes more.`];
}

function tellPods(before: ClusterPicture, now: ClusterPicture): readonly string[] {
  const old = new Map(podsOf(before).map((pod) => [pod.uid, pod]));
  const current = podsOf(now);
  const gone = [...old.values()].filter(({ uid }) => !current.some((pod) => pod.uid === uid));
  return [
    ...current.flatMap((pod) => tellPod(old.get(pod.uid), pod)),
    ...gone.map(({ name }) => `Pod ${name} is gone.`),
  ];
}

function podsOf({ nodes, waiting }: ClusterPicture): readonly PodPicture[] {
  return [...nodes.flatMap(({ pods }) => pods), ...waiting];
}

function tellPod(before: PodPicture | undefined, pod: PodPicture): readonly string[] {
  if (!before) return [`Pod ${pod.name} was made.`];
  const restarted = pod.containers.filter(
    ({ name, restarts }) => restarts > (before.containers.find((other) => other.name === name)?.restarts ?? restarts),
  );
  const restarts = restarted.map(({ name }) => `Container ${name} of Pod ${pod.name} has restarted.`);
  return before.status === pod.status ? restarts : [...restarts, `Pod ${pod.name} is ${pod.status}.`];
}
