import { expect, test } from 'vitest';
import { sampleTerms } from '../testing/sample-terms.ts';
import { findTerms } from './find-terms.ts';
import { createVocabulary } from './vocabulary.ts';

const vocabulary = createVocabulary(sampleTerms);
const found = (text: string, path?: string) =>
  findTerms(text, vocabulary, path).map(({ start, end }) => text.slice(start, end));

test('rule 2: the longest form wins', () => {
  expect(found('A sidecar container and a container.')).toEqual(['sidecar container', 'container']);
});

test.each([
  'pod-template',
  'PodSpec',
  'my-Pod',
  'init container-x',
  'Pod_1',
  'Podé',
  'x.Pod',
  'Pod.spec',
  'io/Pod',
  'a@Pod',
])('rule 2: not inside a longer name: %s', (text) => expect(found(text)).toEqual([]));

test.each(['Pod.', '(Pod)', '“Pod”', 'Pod, or', 'the Pod:', 'Pod/', 'é Pod'])('rule 2: a word by itself: %s', (text) =>
  expect(found(text)).toEqual(['Pod']),
);

test('rule 2: a line break is a space', () => {
  expect(found('an init\n  container')).toEqual(['init\n  container']);
});

test('rule 3: a lower-case word matches at the start of a sentence too', () => {
  expect(found('Container one. Container two: “Container three” Container')).toEqual([
    'Container',
    'Container',
    'Container',
  ]);
  expect(found('the Container')).toEqual([]);
});

test('rule 3: a word with capitals matches as written', () => {
  expect(found('StatefulSet statefulset Statefulset QoS qos Pod pod')).toEqual(['StatefulSet', 'QoS', 'Pod']);
});

test('rule 7: a longer alias takes its neighbour, and words that only stand side by side stay apart', () => {
  expect(found('an init container')).toEqual(['init container']);
  expect(found('a Pod container')).toEqual(['Pod', 'container']);
});

test('rule 10: plurals are made by rule or given', () => {
  expect(found('Pods, policies, sidecar containers, media')).toEqual([
    'Pods',
    'policies',
    'sidecar containers',
    'media',
  ]);
  expect(found('mediums policys')).toEqual([]);
});

test('rule 11: of a possessive only the word itself', () => {
  expect(found("the Pod's and the Pod’s and the nodes' names")).toEqual(['Pod', 'Pod', 'nodes']);
});

test('a veto word before it in the sentence', () => {
  expect(found('The motorcycle has a sidecar. This sidecar does not.')).toEqual(['sidecar']);
});

test('not in pages that the term does not want', () => {
  expect(found('a node', '/legacy/old/page.md')).toEqual([]);
  expect(found('a node', '/concepts/page.md')).toEqual(['node']);
});
