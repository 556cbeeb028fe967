import type {
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
} from 'kubernetes-types/batch/v1';
import type { ContainerStatus } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';

type Pod = StoredOf<'pods'>;

/** What a Job does about one failed Pod. */
export interface FailureVerdict {
  /** Whether the failure counts towards the back-off limit. */
  readonly counts: boolean;
  /** What the rule that matched asks for. Undefined when none did: the failure counts as usual. */
  readonly action?: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  /** Why the whole Job fails, with `FailJob`. */
  readonly failJobMessage?: string;
}

/**
 * Asks the rules about a failed Pod; the first that matches decides.
 * @see pkg/controller/job/pod_failure_policy.go matchPodFailurePolicy
 */
export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, rule] of (policy?.rules ?? []).entries()) {
    const match = matchRule(rule, pod);
    if (match === undefined) continue;
    switch (rule.action) {
      case 'Ignore':
        return { counts: false, action: 'Ignore' };
      case 'FailJob':
        return {
          counts: true,
          action: 'FailJob',
          failJobMessage: `${match} matching ${rule.action} rule at index ${index}`,
        };
      case 'FailIndex':
      case 'Count':
        return { counts: true, action: rule.action };
      default:
        continue;
    }
  }
  return { counts: true };
}

/** @returns what matched, in words; undefined when nothing did */
function matchRule({ onExitCodes, onPodConditions }: PodFailurePolicyRule, pod: Pod): string | undefined {
  const { namespace, name } = pod.metadata;
  if (onExitCodes) {
    const container = findContainer(pod, onExitCodes);
    if (!container) return undefined;
    const code = container.state?.terminated?.exitCode;
    return `Container ${container.name} for pod ${namespace}/${name} failed with exit code ${code}`;
  }
  const condition = (pod.status?.conditions ?? []).find(({ type, status }) =>
    onPodConditions?.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return condition && `Pod ${namespace}/${name} has condition ${condition.type}`;
}

/** App containers come before init containers. */
function findContainer(
  { status }: Pod,
  requirement: PodFailurePolicyOnExitCodesRequirement,
): ContainerStatus | undefined {
  return [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].find(({ name, state }) => {
    const code = state?.terminated?.exitCode ?? 0;
    if (code === 0 || (requirement.containerName !== undefined && requirement.containerName !== name)) return false;
    const isListed = requirement.values.includes(code);
    return requirement.operator === 'In' ? isListed : requirement.operator === 'NotIn' && !isListed;
  });
}
