import type { Container } from 'kubernetes-types/core/v1';
import type { Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { nothingNamed, parseTargets } from '../resources/targets.ts';
import { splitPairs } from './set-pairs.ts';
import { changeTemplates, setFlags } from './set-template.ts';

/** `kubectl set image`. */
export const setImage: Command = {
  name: 'set image',
  flags: setFlags,
  run: async (invocation) => {
    const [targets, pairs] = splitPairs(invocation.args);
    if (targets.length === 0 && !invocation.flags.has('filename')) throw usageError(nothingNamed);
    if (pairs.length === 0) {
      // A wrong target is told first.
      await parseTargets(targets, invocation);
      throw usageError('at least one image update is required');
    }
    if (pairs.length > 1 && pairs.some(({ key }) => key === '*'))
      throw usageError(
        'all containers are already specified by *, but saw more than one container_name=container_image pairs',
      );
    return changeTemplates(
      { ...invocation, args: targets },
      {
        verb: 'image updated',
        change: (spec) => {
          const all = [...(spec.initContainers ?? []), ...spec.containers];
          for (const { key } of pairs)
            if (key !== '*' && !all.some(({ name }) => name === key))
              throw usageError(`unable to find container named ${JSON.stringify(key)}`);
          const withImage = (container: Container): Container => {
            const image = pairs.findLast(({ key }) => key === container.name || key === '*')?.value;
            return image === undefined ? container : { ...container, image };
          };
          return {
            ...spec,
            ...(spec.initContainers ? { initContainers: spec.initContainers.map(withImage) } : {}),
            containers: spec.containers.map(withImage),
          };
        },
      },
    );
  },
};
