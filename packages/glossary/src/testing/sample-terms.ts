import { loadGlossary } from '../load/load-glossary.ts';
import type { Term } from '../term-schema.ts';

/** A term with the least a file must hold; `more` is YAML for the rest. */
export function termFile(id: string, term: string, more = '', short = 'A thing of its own.') {
  return {
    path: `docs/glossary/${id}.md`,
    content: `---\nid: ${id}\nterm: ${term}\nkind: concept\nshort: ${short}\n${more}\n---\n`,
  };
}

/** A small glossary. */
export const sampleTerms: readonly Term[] = loadGlossary(
  [
    termFile('pod', 'Pod'),
    termFile('container', 'container'),
    termFile('init-container', 'init container'),
    termFile('sidecar', 'sidecar', 'aliases: [sidecar container]\nmatch: {notAfter: [motorcycle]}'),
    termFile('statefulset', 'StatefulSet'),
    termFile('policy', 'policy'),
    termFile('qos', 'QoS'),
    termFile('node', 'node', "match: {notIn: ['/legacy/**']}"),
    termFile('kubelet', 'kubelet'),
    termFile('event', 'event', 'match: {auto: false}'),
    termFile('media', 'medium', 'match: {plural: [media]}'),
  ],
  { labs: [] },
);
