import type { ReplicationController } from 'kubernetes-types/core/v1';
import { defaultReplicationController } from '../../defaults/workload-defaults.ts';
import { validateReplicationController } from '../../validation/workloads/workload.ts';
import type { ResourceRules } from '../late-resource.ts';

export const replicationcontrollers: ResourceRules<ReplicationController> = {
  applyDefaults: defaultReplicationController,
  validateCreate: validateReplicationController,
  validateUpdate: validateReplicationController,
};
