import { describe, expect, it } from 'vitest';
import { findByPath, printJsonPath } from './jsonpath.ts';

const pods = {
  items: [
    {
      metadata: { name: 'a', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: { n: 1 },
      status: { phase: 'Running' },
    },
    {
      metadata: { name: 'b' },
      spec: { n: 2 },
      status: { phase: 'Pending', conditions: [{ type: 'Ready', status: 'False' }] },
    },
  ],
};

describe('printJsonPath', () => {
  it.each([
    ['{.items[0].metadata.name}', 'a'],
    ['{.items[*].metadata.name}', 'a b'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0:1].spec.n}', '1'],
    ['{range .items[*]}{.metadata.name}={.status.phase}{"\\n"}{end}', 'a=Running\nb=Pending\n'],
    ['{.items[?(@.status.phase=="Running")].metadata.name}', 'a'],
    ['{.items[?(@.spec.n>1)].metadata.name}', 'b'],
    ['{.items[1].status.conditions[?(@.type=="Ready")].status}', 'False'],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'web'],
    ["{.items[0].metadata.labels['app.kubernetes.io/name']}", 'web'],
    ['{..phase}', 'Running Pending'],
    ['{.items[0].spec}', '{"n":1}'],
    ['name: {.items[0].metadata.nope}!', 'name: !'],
    ["{.items[0]['metadata','spec']}", '{"labels":{"app.kubernetes.io/name":"web"},"name":"a"} {"n":1}'],
    ['{$.items[1].spec.n}', '2'],
  ])('%s', (template, text) => {
    expect(printJsonPath(template, pods)).toBe(text);
  });

  it('takes a path without braces', () => {
    expect(findByPath('.items[0].spec.n', pods)).toEqual([1]);
    expect(findByPath('{.items[0].spec.n}', pods)).toEqual([1]);
    expect(findByPath('items[0].spec.n', pods)).toEqual([1]);
  });

  it.each(['{.a', '{end}', '{.a[0}'])('refuses %s', (template) => {
    expect(() => printJsonPath(template, pods)).toThrow('error parsing jsonpath');
  });
});
