import { encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { findFirstRequest } from '../apiserver/http/first-requests.ts';
import { concernsRareKinds } from './needed-code.ts';

const json = { 'content-type': 'application/json' };
const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };
const inDefault = '/api/v1/namespaces/default';

function request(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = json) {
  return { method, path, headers, ...(body !== undefined && { body: encodeUtf8(JSON.stringify(body)) }) };
}

describe('what a client asks that sets something up', () => {
  it.each([
    ['discovery', request('GET', '/apis')],
    ['a group', request('GET', '/apis/apps')],
    ['a version', request('GET', '/apis/apps/v1')],
    ['an object', request('GET', `${inDefault}/pods/web`)],
    ['a list', request('GET', '/apis/batch/v1/jobs?limit=500')],
    ['a watch', request('GET', `${inDefault}/pods?watch=true`)],
    ['a new object', request('POST', `${inDefault}/pods`, {})],
    ['a new object of a rare kind', request('POST', '/apis/batch/v1/namespaces/default/jobs', {})],
  ])('is %s', (_, asked) => {
    expect(findFirstRequest(asked)).toBeDefined();
  });

  it.each([
    ['a Table', request('GET', `${inDefault}/pods`, undefined, table)],
    ['YAML', request('POST', `${inDefault}/pods`, {}, { 'content-type': 'application/yaml' })],
    ['no object', request('POST', `${inDefault}/pods`, [])],
    ['a change', request('PATCH', `${inDefault}/pods/web`, {})],
    ['a deletion', request('DELETE', `${inDefault}/pods/web`)],
    ['a part of an object', request('GET', `${inDefault}/pods/web/log`)],
    ['usage', request('GET', '/apis/metrics.k8s.io/v1beta1/nodes')],
    ['a deprecated resource', request('GET', `${inDefault}/endpoints`)],
    ['another version', request('GET', '/apis/autoscaling/v1/horizontalpodautoscalers')],
    ['what there is not', request('GET', '/apis/apps/v1/gadgets')],
    ['a document', request('GET', '/openapi/v3')],
  ])('is not %s', (_, asked) => {
    expect(findFirstRequest(asked)).toBeUndefined();
  });
});

describe('what concerns the rare kinds', () => {
  const spec = (volume: object) => ({ spec: { volumes: [{ name: 'v', ...volume }] } });

  it.each([
    ['a Job', request('POST', '/apis/batch/v1/namespaces/default/jobs', {})],
    ['the scale of a StatefulSet', request('PATCH', '/apis/apps/v1/namespaces/default/statefulsets/db/scale', {})],
    [
      'an autoscaler in its older version',
      request('POST', '/apis/autoscaling/v1/namespaces/a/horizontalpodautoscalers', {}),
    ],
    ['a claim that a Pod brings along', request('POST', `${inDefault}/pods`, spec({ ephemeral: {} }))],
    [
      'a Pod held for a Job',
      request('POST', `${inDefault}/pods`, { metadata: { finalizers: ['batch.kubernetes.io/x'] } }),
    ],
    [
      "a namespace's standard",
      request('PATCH', '/api/v1/namespaces/a', { l: { 'pod-security.kubernetes.io/warn': 'x' } }),
    ],
    ['protobuf', { ...request('POST', `${inDefault}/pods`), body: encodeUtf8('k8s\0') }],
  ])('is %s', (_, asked) => {
    expect(concernsRareKinds(asked)).toBe(true);
  });

  it.each([
    ['a look at Jobs', request('GET', '/apis/batch/v1/jobs')],
    ['a Pod', request('POST', `${inDefault}/pods`, spec({ emptyDir: {} }))],
    ['a Pod with little room', request('POST', `${inDefault}/pods`, { limits: { 'ephemeral-storage': '1Gi' } })],
    ['a deletion', request('DELETE', '/api/v1/namespaces/default')],
  ])('is not %s', (_, asked) => {
    expect(concernsRareKinds(asked)).toBe(false);
  });
});
