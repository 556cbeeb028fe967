import { type BaselineCheck, baselineChecks, restrictedChecks } from './checks.ts';
import type { CheckedPod, PodCheck, Violation } from './pod-check.ts';
import type { PolicyLevel } from './policy.ts';

/**
 * The rules of a Pod Security Standard that a Pod breaks, in the order of a message.
 * @see k8s.io/pod-security-admission/policy/registry.go (v1.36)
 */
export function evaluatePod({ level, minor }: PolicyLevel, pod: CheckedPod): readonly Violation[] {
  return checksOf(level, minor).flatMap((check) => check(pod) ?? []);
}

/** `hostPort (container "app" uses hostPort 80), privileged (…)` */
export function violationText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => `${reason} (${detail})`).join(', ');
}

function checksOf(level: PolicyLevel['level'], minor: number): readonly PodCheck[] {
  if (level === 'privileged') return [];
  const strict = level === 'restricted' ? restrictedChecks.filter((check) => atVersion(check, minor)) : [];
  const mild = baselineChecks.filter((check) => !strict.some(({ replaces }) => replaces === check));
  return [...mild, ...strict].flatMap((check) => atVersion(check, minor) ?? []);
}

function atVersion({ versions }: BaselineCheck, minor: number): PodCheck | undefined {
  return versions.findLast(([since]) => since <= minor)?.[1];
}
