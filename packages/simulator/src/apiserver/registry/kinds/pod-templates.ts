import type { PodTemplate } from 'kubernetes-types/core/v1';
import { defaultPodSpec } from '../../defaults/pod-defaults.ts';
import { podTemplateColumns } from '../../table/pod-template-columns.ts';
import { validatePodSpec } from '../../validation/pod-spec.ts';
import { defineResource } from '../define-resource.ts';

export const podtemplates = defineResource<PodTemplate>({
  version: 'v1',
  plural: 'podtemplates',
  kind: 'PodTemplate',
  columns: podTemplateColumns,
  hasGeneration: true,
  returnsDeleted: true,
  isNewGeneration: (object, old) => object.template !== old.template,
  applyDefaults: ({ template }) => {
    if (template?.spec) defaultPodSpec(template.spec);
  },
  validateCreate: ({ template }) => validatePodSpec(template?.spec ?? { containers: [] }, 'template.spec'),
  validateUpdate: ({ template }) => validatePodSpec(template?.spec ?? { containers: [] }, 'template.spec'),
});
