import { parseQuantity, QuantityError } from '@podlab/apimachinery';
import type { Container } from 'kubernetes-types/core/v1';
import { type Command, sharedFlags } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { changeTemplates, isNamed, requireTargets, setFlags } from './set-template.ts';

/** `kubectl set resources`. */
export const setResources: Command = {
  name: 'set resources',
  flags: [
    ...setFlags,
    sharedFlags.container,
    { name: 'containers', type: 'string' },
    { name: 'limits', type: 'string' },
    { name: 'requests', type: 'string' },
  ],
  run: async (invocation) => {
    const { flags, args } = invocation;
    requireTargets(args, invocation);
    const [limits, requests] = [flags.string('limits') ?? '', flags.string('requests') ?? ''];
    if (limits === '' && requests === '')
      throw usageError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const given = { limits: parseAmounts(limits), requests: parseAmounts(requests) };
    const pattern = flags.string('containers') ?? flags.string('container') ?? '*';
    return changeTemplates(invocation, {
      verb: 'resource requirements updated',
      change: (spec) => {
        if (!spec.containers.some((container) => isNamed(container, pattern)))
          throw usageError(`unable to find container named ${pattern}`);
        const withAmounts = (container: Container): Container => {
          if (!isNamed(container, pattern)) return container;
          const { resources = {} } = container;
          return {
            ...container,
            resources: {
              ...resources,
              ...(limits === '' ? {} : { limits: { ...resources.limits, ...given.limits } }),
              ...(requests === '' ? {} : { requests: { ...resources.requests, ...given.requests } }),
            },
          };
        };
        return { ...spec, containers: spec.containers.map(withAmounts) };
      },
    });
  },
};

/** `cpu=1,memory=1Gi`. @throws KubectlError when it is not that */
export function parseAmounts(text: string): Record<string, string> {
  const amounts: Record<string, string> = {};
  for (const word of text === '' ? [] : text.split(',')) {
    const [name = '', amount, ...more] = word.split('=');
    if (amount === undefined || more.length > 0)
      throw usageError(`Invalid argument syntax ${word}, expected <resource>=<value>`);
    try {
      parseQuantity(amount);
    } catch (error) {
      if (!(error instanceof QuantityError)) throw error;
      throw usageError(error.message);
    }
    amounts[name] = amount;
  }
  return amounts;
}
