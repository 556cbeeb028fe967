import type { PodTemplate } from 'kubernetes-types/core/v1';
import { defaultPodSpec } from '../../defaults/pod-defaults.ts';
import { validatePodSpec } from '../../validation/pods/pod-spec.ts';
import type { ResourceRules } from '../late-resource.ts';

export const podtemplates: ResourceRules<PodTemplate> = {
  applyDefaults: ({ template }) => {
    if (template?.spec) defaultPodSpec(template.spec);
  },
  validateCreate: ({ template }) => validatePodSpec(template?.spec ?? { containers: [] }, 'template.spec'),
  validateUpdate: ({ template }) => validatePodSpec(template?.spec ?? { containers: [] }, 'template.spec'),
};
