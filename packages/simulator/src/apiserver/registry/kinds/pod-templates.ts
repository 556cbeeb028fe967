import type { PodTemplate } from 'kubernetes-types/core/v1';
import { rareKinds } from '#parts';
import { lateResource } from '../late-resource.ts';

export const podtemplates = lateResource<PodTemplate>(
  {
    version: 'v1',
    plural: 'podtemplates',
    kind: 'PodTemplate',
    hasGeneration: true,
    returnsDeleted: true,
    isNewGeneration: (object, old) => object.template !== old.template,
  },
  () => rareKinds.code.rules.podtemplates,
);
