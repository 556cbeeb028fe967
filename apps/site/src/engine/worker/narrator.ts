import type { LabReport } from '@podlab/grader';
import type { ClusterPicture, PodPicture } from '@podlab/lab-ui/model';

interface Seen {
  readonly report: LabReport | undefined;
  readonly picture: ClusterPicture | undefined;
}

/** More than this in one batch is summed up. */
const mostSentences = 6;

/** What a listener has to be told of what happened between two states. */
export function tellChanges(before: Seen, now: Seen): readonly string[] {
  const sentences = [...tellReport(before.report, now.report), ...tellPods(before.picture, now.picture)];
  if (sentences.length <= mostSentences) return sentences;
  return [...sentences.slice(0, mostSentences), `And ${sentences.length - mostSentences} changes more.`];
}

function tellReport(before: LabReport | undefined, now: LabReport | undefined): readonly string[] {
  if (!before || !now) return [];
  if (before.verdict !== 'passed' && now.verdict === 'passed') return ['The lab is passed.'];
  const old = new Map(checksOf(before).map((check) => [check.id, check.verdict]));
  const changed = checksOf(now).flatMap(({ id, title, verdict }) => {
    const was = old.get(id);
    if (was === undefined || was === verdict) return [];
    if (verdict === 'passed') return [`Passed: ${title}.`];
    return was === 'passed' ? [`No longer so: ${title}.`] : [];
  });
  const steps = now.steps.filter(
    ({ id, state }) => state === 'passed' && before.steps.find((step) => step.id === id)?.state !== 'passed',
  );
  return [...changed, ...steps.map(({ title }) => `Step done: ${title}.`)];
}

function checksOf({ steps, guards }: LabReport) {
  return [...steps.flatMap(({ checks }) => checks), ...guards];
}

function tellPods(before: ClusterPicture | undefined, now: ClusterPicture | undefined): readonly string[] {
  if (!before || !now) return [];
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
