import type { RuntimeClass } from 'kubernetes-types/node/v1';
import { validateRuntimeClass, validateRuntimeClassUpdate } from '../../validation/policies/runtime-class.ts';
import type { ResourceRules } from '../late-resource.ts';

export const runtimeclasses: ResourceRules<RuntimeClass> = {
  validateCreate: validateRuntimeClass,
  validateUpdate: validateRuntimeClassUpdate,
};
