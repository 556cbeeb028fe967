import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { defaultStatefulSet } from '../../defaults/workload-defaults.ts';
import { validateStatefulSet, validateStatefulSetUpdate } from '../../validation/workloads/stateful-set.ts';
import { fractionWarnings, podWarnings } from '../../warnings/pod-warnings.ts';
import { isNextGeneration } from '../define-resource.ts';
import type { ResourceRules } from '../late-resource.ts';

const templateSpec = 'spec.template.spec';

export const statefulsets: ResourceRules<StatefulSet> = {
  applyDefaults: defaultStatefulSet,
  prepareCreate: (set) => {
    set.status = { replicas: 0, availableReplicas: 0 };
  },
  validateCreate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  warnings: (set, old) => [
    ...(isNextGeneration(set, old) ? podWarnings(set.spec?.template ?? {}, templateSpec) : []),
    ...(set.spec?.volumeClaimTemplates ?? []).flatMap(({ spec }, index) => {
      const path = `spec.volumeClaimTemplates[${index}]${old ? '.Spec' : ''}.resources`;
      return (['requests', 'limits'] as const).flatMap((list) =>
        fractionWarnings(spec?.resources?.[list], `${path}.${list}`, ['storage']),
      );
    }),
    ...((set.spec?.revisionHistoryLimit ?? 0) < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ],
};
