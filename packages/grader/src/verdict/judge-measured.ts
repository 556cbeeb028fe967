import type { Check, ExecCheck, LogsCheck } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';
import type { MeasurementEntry } from '../history/log.ts';
import { asPod, isSelected, isTerminating, shortName } from '../fate/pod-facts.ts';
import { joined, type Outcome } from './outcome.ts';
import { objectsOfKind } from './resource-of.ts';
import { gapsSince, type Scope } from './scope.ts';

/** Output that is compared is short: a whole log is not kept. */
export const freshForMs = 2000;

/** What a command printed inside the Pods. */
export function judgeExec(check: Check & { exec: ExecCheck }, scope: Scope): Outcome {
  const { exec } = check;
  if (exec.expect !== 'unchanged') return judgePattern(check.id, exec.expect.matches, podsOf(check, scope), scope);
  const pods = podsOf(check, scope);
  if (pods.length === 0) return notYet('No such Pod yet.', '', []);
  const judged = pods.map((pod) => ({ pod, ...compareInstances(check.id, pod, scope) }));
  const names = judged.map(({ pod }) => shortName(pod));
  const changed = judged.find((one) => one.kind === 'changed');
  if (changed) return notYet(changed.found, changed.output, names);
  const kept = judged.find((one) => one.kind === 'same');
  if (kept) return { ...notYet(kept.found, kept.output, names), verdict: 'passed' };
  const waiting = judged.find((one) => one.kind === 'unread');
  if (waiting) return { ...notYet(waiting.found, '', names), recheckAfterMs: freshForMs };
  const blind = judged[0];
  const gap = gapsSince(scope, 'pods').length > 0;
  return { ...notYet(blind?.found ?? '', '', names), verdict: gap ? 'inconclusive' : 'notYet' };
}

/** What containers have printed. */
export function judgeLogs(check: Check & { logs: LogsCheck }, scope: Scope): Outcome {
  return judgePattern(check.id, check.logs.matches, podsOf(check, scope), scope);
}

/** The living Pods that an exec or logs check is about now. */
export function podsOf(check: Check, scope: Scope): readonly Pod[] {
  const selection = check.exec?.in ?? check.logs?.in ?? {};
  const pods = objectsOfKind(scope.history, 'Pod').map(asPod);
  const living = pods.filter((pod) => isSelected(pod, selection) && !isTerminating(pod));
  const fate = check.exec?.fate;
  if (fate === undefined) return living;
  const met = new Set(scope.fates(selection, true).pods.flatMap((pod) => (pod.fate === fate ? pod.uid : [])));
  return living.filter((pod) => met.has(pod.metadata?.uid ?? ''));
}

/** The container a check is about, once it runs. */
export function runningContainerOf(check: Check, pod: Pod): { name: string; containerID: string } | undefined {
  const wanted = check.exec?.container ?? check.logs?.container ?? pod.spec?.containers[0]?.name;
  const status = pod.status?.containerStatuses?.find((candidate) => candidate.name === wanted);
  return status?.containerID && status.state?.running
    ? { name: status.name, containerID: status.containerID }
    : undefined;
}

interface Comparison {
  readonly kind: 'same' | 'changed' | 'unread' | 'blind';
  readonly found: string;
  readonly output: string;
}

/** Reads of two instances of the container of one Pod prove whether its output outlived the restart. */
function compareInstances(check: string, pod: Pod, scope: Scope): Comparison {
  const reads = successfulReads(check, pod, scope);
  const byInstance = new Map(reads.map((read) => [read.containerID, read.output ?? '']));
  const outputs = [...byInstance.values()];
  const [first] = outputs;
  const name = shortName(pod);
  const other = outputs.find((output) => output !== first);
  if (first !== undefined && other !== undefined) {
    return {
      kind: 'changed',
      found: `Before the restart ${name} said ${quote(first)}, now it says ${quote(other)}.`,
      output: other,
    };
  }
  if (first !== undefined && byInstance.size > 1) {
    return { kind: 'same', found: `Before the restart and after it ${name} says ${quote(first)}.`, output: first };
  }
  const current = pod.status?.containerStatuses?.[0]?.containerID;
  if (current === undefined || !byInstance.has(current)) {
    return { kind: 'unread', found: `${name} has not been asked since its restart yet.`, output: '' };
  }
  return {
    kind: 'blind',
    found: `Nobody had asked ${name} before it restarted. Restart one more container.`,
    output: '',
  };
}

function judgePattern(check: string, pattern: string, pods: readonly Pod[], scope: Scope): Outcome {
  const matcher = new RegExp(pattern, 'm');
  if (pods.length === 0) return notYet('No such Pod yet.', '', []);
  const read = pods.map((pod) => ({ pod, output: lastSuccessfulRead(check, pod, scope)?.output }));
  const names = pods.map(shortName);
  const unread = read.find(({ output }) => output === undefined);
  if (unread)
    return { ...notYet(`${shortName(unread.pod)} has not been asked yet.`, '', names), recheckAfterMs: freshForMs };
  const wrong = read.find(({ output }) => !matcher.test(output ?? ''));
  if (wrong) {
    const said = `${shortName(wrong.pod)} says ${quote(lastLine(wrong.output ?? ''))}.`;
    return { ...notYet(said, wrong.output ?? '', names), recheckAfterMs: freshForMs };
  }
  return { ...notYet(`${joined(names)} ${names.length === 1 ? 'says' : 'say'} so.`, '', names), verdict: 'passed' };
}

function successfulReads(check: string, pod: Pod, scope: Scope): readonly MeasurementEntry[] {
  return scope.history
    .measurements(check, pod.metadata?.uid ?? '')
    .filter((entry) => entry.n >= scope.sinceN && entry.output !== undefined);
}

function lastSuccessfulRead(check: string, pod: Pod, scope: Scope): MeasurementEntry | undefined {
  const last = scope.history
    .measurements(check, pod.metadata?.uid ?? '')
    .findLast((entry) => entry.output !== undefined);
  return last && last.n >= scope.sinceN ? last : undefined;
}

function notYet(found: string, output: string, pods: readonly string[]): Outcome {
  return { verdict: 'notYet', found, near: () => ({ output }), words: () => ({ pods: joined(pods), output }) };
}

function quote(output: string): string {
  return `\`${output.trim()}\``;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
