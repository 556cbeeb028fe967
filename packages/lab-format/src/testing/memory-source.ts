import type { LabSource } from '../source.ts';

/** One lab in memory: files by path. */
export function memorySource(labId: string, files: Readonly<Record<string, string>>): LabSource {
  return {
    listLabs: async () => [labId],
    listFiles: async (id) => (id === labId ? Object.keys(files).toSorted() : []),
    read: async (id, path) => (id === labId ? files[path] : undefined),
  };
}

/** The smallest lab that is right. Tests break one thing of it. */
export const smallLab: Readonly<Record<string, string>> = {
  'lab.yaml': `id: small
version: 1
title: Small
summary: The smallest lab.
goal: Make it so.
cluster: {nodes: 1}
images: ['busybox:1.37']
start:
  manifests: [start.yaml]
  until:
    - {kind: Pod, name: web}
guards:
  - id: nodes-open
    say: Nodes are open
    expected: Open nodes.
    look: kubectl get nodes
    object: {kind: Node, holds: '!has(spec.unschedulable)'}
steps:
  - id: first
    title: First
    text: Do it.
    checks:
      - id: untouched
        say: The Pod is untouched
        expected: An untouched Pod.
        look: kubectl get pods
        fate: {of: {name: web}, counts: {untouched: 1}}
        near:
          - {when: fates.replaced.size() > 0, say: 'It was replaced: \${replaced}.'}
      - id: question
        say: You know
        expected: An answer.
        look: kubectl get pods
        answer:
          question: Which?
          choices:
            - {id: this, text: This, when: facts.first.untouched.size() > 0}
            - {id: that, text: That, when: facts.first.replaced.size() > 0}
    hints: {tiers: [Try.]}
solutions: [one, two]
mistakes:
  - {attempt: three, caughtBy: untouched}
  - {attempt: four, caughtBy: untouched}
  - {attempt: five, caughtBy: nodes-open}
debrief: Done.
`,
  'start.yaml': `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: app, image: 'busybox:1.37'}]
`,
  ...Object.fromEntries(
    ['one', 'two', 'three', 'four', 'five'].map((name) => [
      `attempts/${name}.yaml`,
      `title: ${name}\nsteps:\n  - kubectl: delete pod web\n`,
    ]),
  ),
};
