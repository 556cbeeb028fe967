/** The packages from top to bottom: an import may only point down this list. Apps stand above all of them. */
export const layers = [
  'lab-ui',
  'lab-runner',
  'kubectl',
  'grader',
  'clusters',
  'simulator',
  'shell',
  'kube-client',
  'lab-format',
  'glossary',
  'apimachinery',
] as const;

/** The packages that may use Node's own modules; every other one also runs in a browser. */
export const nodeOnly: readonly string[] = ['clusters'];
