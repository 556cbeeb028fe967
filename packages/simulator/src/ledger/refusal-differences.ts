import type { Difference } from './difference.ts';

/** Entries of the fidelity ledger about what the API server says to wrong requests. */
export const refusalDifferences: readonly Difference[] = [
  {
    id: 'F-60',
    kind: 'different',
    here: 'faults of several entries of one map (labels, resources, keys of a ConfigMap) come in the order of the manifest',
    there: 'in an order that is another each time',
    why: 'Go goes through a map in a random order, and a cluster here does the same thing each time',
    sentence:
      'Where several entries of a map are wrong, a real cluster lists them in a random order; here it is theirs.',
  },
  {
    id: 'F-65',
    kind: 'different',
    here: 'a fault shows a list or map that the manifest leaves empty (`labels: {}`) as `null`',
    there: 'as `{}` or `[]`; one that is not in the manifest as `null`',
    why: 'what is empty is dropped when a manifest is read, as the API leaves it out of all that it answers',
    sentence: 'A message may print null here where a real cluster prints {} for a map that you left empty.',
  },
  {
    id: 'F-66',
    kind: 'different',
    here: 'a JSON or merge patch that makes no object of the kind is answered with that object, its fields in the order in which this cluster keeps them, without `resourceVersion`',
    there: "the same object, in the order of its Go type's fields, with `resourceVersion`",
    why: 'objects have no order of fields of their own here',
    sentence: 'Where a message prints a whole object, its fields may come in another order than on a real cluster.',
  },
  {
    id: 'F-100',
    kind: 'different',
    here: 'the annotations that once chose an AppArmor profile (`container.apparmor.security.beta.kubernetes.io/…`) stay annotations; a refusal tells of them alone',
    there: 'a new Pod gets the field `appArmorProfile` for them, so that a refusal names the container too',
    why: 'deprecated since v1.30, and nothing here has profiles',
    sentence: 'Write the field appArmorProfile: its old annotations are not made into it here.',
  },
];
