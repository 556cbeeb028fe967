import { parseSelector, SelectorError } from '@podlab/apimachinery';
import type { Command } from '../cli/command.ts';
import { usageError } from '../cli/kubectl-error.ts';
import { newObjectFlags, oneName, writeNamed } from './create-named.ts';

/** `kubectl create poddisruptionbudget`. */
export const createPdb: Command = {
  name: 'create poddisruptionbudget',
  flags: [
    ...newObjectFlags,
    { name: 'selector', type: 'string' },
    { name: 'min-available', type: 'string' },
    { name: 'max-unavailable', type: 'string' },
  ],
  run: async (invocation) => {
    const { args, flags } = invocation;
    const name = oneName(args, 'poddisruptionbudget');
    const [selector = '', min = '', max = ''] = ['selector', 'min-available', 'max-unavailable'].map((flag) =>
      flags.string(flag),
    );
    if (selector === '') throw usageError('a selector must be specified');
    if (min === '' && max === '') throw usageError('one of min-available or max-unavailable must be specified');
    if (min !== '' && max !== '') throw usageError('min-available and max-unavailable cannot be both specified');
    const amount = (text: string) => (/^\d+$/.test(text) ? Number(text) : text);
    const object = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...(max === '' ? {} : { maxUnavailable: amount(max) }),
        ...(min === '' ? {} : { minAvailable: amount(min) }),
        selector: { matchLabels: labelsOf(selector) },
      },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    };
    await writeNamed('poddisruptionbudgets', object, invocation, 'failed to create poddisruptionbudgets');
  },
};

function labelsOf(text: string): Record<string, string> {
  try {
    return Object.fromEntries(parseSelector(text).map(({ key, values }) => [key, values[0] ?? '']));
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw usageError(error.message);
  }
}
