import type { Check, Lab } from '@podlab/lab-format';
import type { Pod } from 'kubernetes-types/core/v1';
import type { History } from '../history/history.ts';
import { freshForMs, podsOf, runningContainerOf } from './judge-measured.ts';
import type { Scope } from './scope.ts';

/** Something to read inside a container before a check can be judged. */
export interface Wanted {
  readonly check: Check;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly containerID: string;
}

/**
 * What should be read now for the exec and logs checks of a step. An `unchanged` check reads every instance of every
 * selected container once, as soon as it runs: only so is there a "before" when something happens.
 */
export function wantedReads(lab: Lab, step: string, scope: Scope): readonly Wanted[] {
  const checks = lab.steps.find((candidate) => candidate.id === step)?.checks ?? [];
  return checks
    .filter((check) => check.exec ?? check.logs)
    .flatMap((check) => podsToRead(check, scope).flatMap((pod) => wantedOf(check, pod, scope)));
}

function podsToRead(check: Check, scope: Scope): readonly Pod[] {
  if (check.exec?.expect !== 'unchanged') return podsOf(check, scope);
  const { fate: _whatever, ...exec } = check.exec;
  return podsOf({ ...check, exec }, scope);
}

function wantedOf(check: Check, pod: Pod, scope: Scope): readonly Wanted[] {
  const container = runningContainerOf(check, pod);
  const uid = pod.metadata?.uid ?? '';
  if (!container || !isStale(check, uid, container.containerID, scope)) return [];
  return [{ check, pod: pod.metadata?.name ?? '', uid, container: container.name, containerID: container.containerID }];
}

function isStale(check: Check, uid: string, containerID: string, { history, nowMs, sinceN }: Scope): boolean {
  const last = lastRead(history, check.id, uid, containerID, sinceN);
  if (!last) return true;
  const once = check.exec?.expect === 'unchanged' && last.output !== undefined;
  return !once && nowMs - last.observedAtMs >= freshForMs;
}

function lastRead(history: History, check: string, uid: string, containerID: string, sinceN: number) {
  return history.measurements(check, uid).findLast((entry) => entry.containerID === containerID && entry.n >= sinceN);
}
