import type { PodSpec } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { dropDisabled, dropDisabledFields } from './disabled-fields.ts';

describe('dropDisabledFields', () => {
  it.each<[string, object, object]>([
    [
      'the signal that stops a container, and with it a lifecycle of nothing else',
      { containers: [{ name: 'a', lifecycle: { stopSignal: 'SIGQUIT' } }] },
      { containers: [{ name: 'a' }] },
    ],
    [
      'that signal beside a hook',
      { initContainers: [{ name: 'a', lifecycle: { stopSignal: 'SIGQUIT', preStop: { sleep: { seconds: 1 } } } }] },
      { initContainers: [{ name: 'a', lifecycle: { preStop: { sleep: { seconds: 1 } } } }] },
    ],
    ['the group of Pods that is scheduled as one', { schedulingGroup: { podGroupName: 'x' } }, {}],
    [
      'a certificate of the Pod among projected sources',
      { volumes: [{ name: 'c', projected: { sources: [{ podCertificate: { keyType: 'ED25519' } }] } }] },
      { volumes: [{ name: 'c', projected: { sources: [{}] } }] },
    ],
    [
      'nothing that is on',
      { hostnameOverride: 'a', hostUsers: false, containers: [{ name: 'a', lifecycle: {} }] },
      { hostnameOverride: 'a', hostUsers: false, containers: [{ name: 'a', lifecycle: {} }] },
    ],
  ])('takes out %s', (_, given, expected) => {
    const spec = structuredClone(given) as PodSpec;
    dropDisabledFields(spec);
    expect(spec).toEqual(expected);
  });
});

describe('dropDisabled', () => {
  const pod = (lifecycle?: object) => ({ spec: { containers: [{ name: 'a', ...(lifecycle && { lifecycle }) }] } });

  it.each<[string, (template: object) => object]>([
    ['Pod', (template) => template],
    ['PodTemplate', (template) => ({ template })],
    ['Deployment', (template) => ({ spec: { template } })],
    ['CronJob', (template) => ({ spec: { jobTemplate: { spec: { template } } } })],
    ['ConfigMap', () => ({ data: { a: 'b' } })],
  ])('finds the Pods of a %s', (kind, make) => {
    const object = { apiVersion: 'v1', kind, ...make(pod({ stopSignal: 'SIGQUIT' })) };
    dropDisabled(object);
    expect(object).toEqual({ apiVersion: 'v1', kind, ...make(pod()) });
  });
});
