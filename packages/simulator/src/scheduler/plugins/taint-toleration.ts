import type { Taint } from 'kubernetes-types/core/v1';
import type { StoredOf } from '../../apiserver/local-api.ts';
import { findUntolerated, tolerates } from '../../controllers/objects/taints.ts';
import { becomesTrue, type FilterPlugin, normalise, reject, type ScorePlugin, toleratesOtherwise } from './plugin.ts';

const reason = 'node(s) had untolerated taint(s)';

/** Keeps Pods off nodes with taints they do not tolerate. @see pkg/scheduler/framework/plugins/tainttoleration */
export const taintToleration: FilterPlugin & ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  forPod:
    ({ pod }) =>
    ({ node }) =>
      findUntolerated(node?.spec?.taints, pod.spec?.tolerations, ['NoSchedule', 'NoExecute'])
        ? reject(reason, true)
        : undefined,
  mayHelp: (change, { pod }) => {
    const isTolerated = ({ spec }: StoredOf<'nodes'>) =>
      !findUntolerated(spec?.taints, pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
    return toleratesOtherwise(change) || becomesTrue(change, isTolerated);
  },
  score: ({ pod }, nodes) => {
    const tolerations = pod.spec?.tolerations ?? [];
    if (!nodes.some(({ node }) => node?.spec?.taints?.some(isDisliked))) return undefined;
    const disliked = nodes.map(
      ({ node }) =>
        (node?.spec?.taints ?? []).filter(
          (taint) => isDisliked(taint) && !tolerations.some((toleration) => tolerates(toleration, taint)),
        ).length,
    );
    return normalise(disliked, { reverse: true });
  },
};

function isDisliked({ effect }: Taint): boolean {
  return effect === 'PreferNoSchedule';
}
