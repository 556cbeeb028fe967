import { expect, test } from 'vitest';
import { loadGlossary } from '../load/load-glossary.ts';
import { codeNames, findCodeTerm } from './code-terms.ts';

const file = (id: string, term: string, kind: string, more = '') => ({
  path: `${id}.md`,
  content: `---\nid: ${id}\nterm: ${term}\nkind: ${kind}\nshort: A word of its own.\n${more}\n---\n`,
});
const names = codeNames(
  loadGlossary(
    [
      file('restart-policy', 'restart policy', 'field', 'fields: [spec.restartPolicy]'),
      file('containercreating', 'ContainerCreating', 'status', 'outputs: [PodInitializing]'),
      file('apply', 'kubectl apply', 'command'),
      file('kubectl', 'kubectl', 'tool'),
      file('deployment', 'Deployment', 'object'),
    ],
    { labs: [] },
  ),
);

test.each([
  ['restartPolicy', 'restart-policy'],
  ['restartPolicy: Always', 'restart-policy'],
  ['PodInitializing', 'containercreating'],
  ['kubectl apply -f web.yaml', 'apply'],
  ['kubectl', 'kubectl'],
  ['kubectl get pods', undefined],
  ['Deployment', 'deployment'],
  ['deployment', undefined],
  ['kind: Deployment', undefined],
  ['spec.restartPolicy', undefined],
])('`%s` names %s', (code, id) => {
  expect(findCodeTerm(code, names)?.id).toBe(id);
});
