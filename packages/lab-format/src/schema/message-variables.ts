import type { CheckKind } from './check.ts';
import { fateWords } from './fate-words.ts';

const ofObjects = ['objects', 'notHolding'] as const;

/** The names that `say` of a near miss may use as `${name}`, by the kind of its check. Each is a list of Pods or objects. */
export const messageVariables: Readonly<Record<CheckKind, readonly string[]>> = {
  object: ofObjects,
  history: ofObjects,
  fate: [...fateWords, 'pods', 'successors', 'created', 'adopted', 'byHand'],
  exec: ['pods', 'output'],
  logs: ['pods', 'output'],
  answer: ['given'],
};
