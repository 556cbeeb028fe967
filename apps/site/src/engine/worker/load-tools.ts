/** What a learner works with, and no lab needs to begin: the shell of a terminal, kubectl, the words of a lab. */
export function loadTools() {
  return import('./tools.ts');
}
