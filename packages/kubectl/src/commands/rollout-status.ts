import type { Stored } from '@podlab/apimachinery';
import { type Command, sharedFlags } from '../cli/command.ts';
import { KubectlError, usageError } from '../cli/kubectl-error.ts';
import { withDeadline } from './with-deadline.ts';
import { progressOf, revisionAnnotation, rolloutTargets } from './rollout-targets.ts';

/** `kubectl rollout status`. */
export const rolloutStatus: Command = {
  name: 'rollout status',
  flags: [
    sharedFlags.filename,
    sharedFlags.selector,
    sharedFlags.timeout,
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'revision', type: 'int' },
  ],
  run: async (invocation) => {
    const { client, flags, out } = invocation;
    const watches = flags.has('watch') ? flags.bool('watch') : true;
    for (const target of await rolloutTargets(invocation)) {
      const { namespace, name } = target.object.metadata;
      await withDeadline(flags.durationMs('timeout') || undefined, invocation, async (signal) => {
        for (;;) {
          const selector = { fieldSelector: `metadata.name=${name}`, signal };
          const list = await client.list(target.resource, { namespace }, selector);
          const [current] = list.items;
          if (!current) throw new KubectlError('error: object has been deleted');
          checkRevision(current, flags.int('revision') ?? 0);
          const first = progressOf(target, current);
          out(first.text);
          if (first.done || !watches) return;
          const watch = await client.watch(
            target.resource,
            { namespace },
            { ...selector, resourceVersion: list.resourceVersion },
          );
          for await (const event of watch) {
            if (event.type === 'BOOKMARK') continue;
            if (event.type === 'DELETED') throw new KubectlError('error: object has been deleted');
            const progress = progressOf(target, event.object);
            out(progress.text);
            if (progress.done) return;
          }
        }
      });
    }
  },
};

/** `--revision` refuses to watch another rollout than the one that was meant. */
function checkRevision({ metadata }: Stored, wanted: number): void {
  const running = metadata.annotations?.[revisionAnnotation];
  if (wanted > 0 && running !== undefined && Number(running) !== wanted)
    throw usageError(`desired revision (${wanted}) is different from the running revision (${running})`);
}
