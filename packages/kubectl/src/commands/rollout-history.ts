import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { type Command, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { createDescribeWriter } from '../describe/describe-writer.ts';
import { writePodTemplate } from '../describe/pod-template.ts';
import { alignTabs } from '../print/tab-writer.ts';
import { objectText } from '../resources/targets.ts';
import { changeCauseAnnotation, historyOf, rolloutTargets } from './rollout-targets.ts';

/** `kubectl rollout history`. */
export const rolloutHistory: Command = {
  name: 'rollout history',
  flags: [sharedFlags.filename, sharedFlags.selector, { name: 'revision', type: 'int' }],
  run: async (invocation) => {
    const { flags, out } = invocation;
    const wanted = flags.int('revision') ?? 0;
    for (const target of await rolloutTargets(
      invocation,
      (kind) => `error retrieving history for ${JSON.stringify(kind)}, no visitor method exists for { ${kind}}`,
      true,
    )) {
      const title = objectText(target.resource, target.object.metadata.name);
      const revisions = await historyOf(target, invocation);
      if (wanted > 0) {
        const found = revisions.find(({ revision }) => revision === wanted);
        if (!found) throw usageError('unable to find the specified revision');
        const writer = createDescribeWriter();
        writePodTemplate(writer, withCause(found.template, found.changeCause));
        // As kubectl does, the template is printed with its tabs unaligned.
        out(`${title} with revision #${wanted}\n${writer.text()}\n`);
        continue;
      }
      const rows = revisions.map(({ revision, changeCause }) => `${revision}\t${changeCause ?? '<none>'}\n`);
      out(`${title} \n${alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join('')}`, { minWidth: 0, padding: 2 })}\n`);
    }
  },
};

/** The template with the cause of its change among its annotations, where `rollout history` shows it. */
function withCause(template: PodTemplateSpec, cause: string | undefined): PodTemplateSpec {
  if (cause === undefined) return template;
  const annotations = { ...template.metadata?.annotations, [changeCauseAnnotation]: cause };
  return { ...template, metadata: { ...template.metadata, annotations } };
}
