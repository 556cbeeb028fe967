/** Whoever wants it asks here: a bundler may make a chunk of its own for every place that imports it. */
export function loadCodeMirror() {
  return import('./code-mirror.ts');
}
