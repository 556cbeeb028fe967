import { createEmbeddedCluster } from '@podlab/simulator';
import { encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createManifestHelp } from './manifest-help.ts';
import { findMisfit } from './misfit.ts';

const pod = (container: string, more = '') => `apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: fine
      image: a
      env: [{name: A, value: b}]
    - name: wrong
      image: b
${container}
${more}`;

describe('findMisfit', () => {
  it.each([
    [
      'text for a number',
      '      ports: [{containerPort: http}]',
      'spec.containers[1].ports[0].containerPort',
      'a whole number, not text.',
    ],
    [
      'a number for text',
      '      env: [{name: P, value: 80}]',
      'spec.containers[1].env[0].value',
      'text, not a number. Put it in quotes.',
    ],
    [
      'true for text',
      '      args: [ok, true]',
      'spec.containers[1].args[1]',
      'text, not true or false. Put it in quotes.',
    ],
    ['text for a list', '      command: sh', 'spec.containers[1].command', 'a list, not text.'],
    ['text for an object', '      resources: much', 'spec.containers[1].resources', 'an object with fields, not text.'],
    [
      'a fraction',
      '      livenessProbe: {exec: {command: [a]}, periodSeconds: 1.5}',
      'spec.containers[1].livenessProbe.periodSeconds',
      'a whole number, not 1.5.',
    ],
    [
      'no quantity',
      '      resources: {limits: {cpu: 1, memory: 64Mb}}',
      'spec.containers[1].resources.limits.memory',
      'no quantity',
    ],
  ])('%s', (_, container, field, message) => {
    const object = parse(pod(container)) as Record<string, unknown>;
    expect(findMisfit(refusalOf(object), object)).toEqual({ field, message: expect.stringContaining(message) });
  });

  it('leaves other refusals alone', () => {
    expect(findMisfit('strict decoding error: unknown field "spec.x"', {})).toBe(undefined);
  });
});

describe('problems of a manifest', () => {
  const problems = (yaml: string) =>
    createManifestHelp('default')
      .findProblems(yaml)
      .map(({ line, field, message }) => [line, field, message]);

  it('stand at the line of the value', () => {
    expect(problems(pod('      env: [{name: P, value: 80}]'))).toEqual([
      [11, 'spec.containers[1].env[0].value', 'Here must be text, not a number. Put it in quotes.'],
    ]);
  });

  it.each([
    ['a name without a colon', 'a: 1\nb\nc: 2', [2, '', 'There is no colon behind this name.']],
    ['two colons in a line', 'a: b: c', [1, '', 'Two colons stand in one line. Text with a colon must be in quotes.']],
    ['a tab', 'a:\n\tb: 1', [2, '', 'YAML is indented by spaces, never by tabs.']],
    ['a field twice', 'apiVersion: v1\nkind: Pod\nkind: Job', [3, '', 'This field stands here twice.']],
  ])('are said in plain words: %s', (_, yaml, problem) => {
    expect(problems(yaml)).toContainEqual(problem);
  });
});

function refusalOf(object: unknown): string {
  const cluster = createEmbeddedCluster({ seed: 'misfit', startTimeMs: 0, nodes: [] });
  const { status, body } = cluster.handle({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods?dryRun=All&fieldValidation=Strict',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: encodeUtf8(JSON.stringify(object)),
  });
  expect(status).toBe(400);
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  return (JSON.parse(typeof text === 'string' ? text : '') as { message: string }).message;
}
