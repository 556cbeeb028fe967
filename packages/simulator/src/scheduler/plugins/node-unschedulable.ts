import { tolerates, unschedulableTaintKey } from '../../controllers/objects/taints.ts';
import { becomesTrue, type FilterPlugin, reject, toleratesOtherwise } from './plugin.ts';

const reason = 'node(s) were unschedulable';

/** Keeps Pods off cordoned nodes, unless they tolerate that. @see pkg/scheduler/framework/plugins/nodeunschedulable */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  forPod: ({ pod }) => {
    const isTolerated = pod.spec?.tolerations?.some((toleration) =>
      tolerates(toleration, { key: unschedulableTaintKey, effect: 'NoSchedule' }),
    );
    return isTolerated ? undefined : ({ node }) => (node?.spec?.unschedulable ? reject(reason, true) : undefined);
  },
  mayHelp: (change) => toleratesOtherwise(change) || becomesTrue(change, ({ spec }) => !spec?.unschedulable),
};
