import { expect, it } from 'vitest';
import { createTestServer } from '../../testing/test-server.ts';
import { wantedForm } from './wanted-form.ts';

it.each([
  ['application/json', 'kubectl/v1.36.3', '', 'kept'],
  ['application/json', 'kubectl/v1.36.3', '?pretty=1', 'pretty'],
  ['application/json, */*', 'kubectl/v1.36.3', '', 'ordered'],
  ['*/*', 'curl/8.16.0', '', 'pretty'],
  ['*/*', 'curl/8.16.0', '?pretty=false', 'ordered'],
  ['application/yaml', 'curl/8.16.0', '', 'yaml'],
  ['application/yaml, application/json', 'x', '', 'yaml'],
  ['application/json, application/yaml', 'x', '', 'kept'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'kubectl/v1.36.3', '', 'kept'],
])('%s, %s, %s → %s', (accept, agent, query, expected) => {
  expect(wantedForm({ path: `/api/v1/pods${query}`, headers: { accept, 'user-agent': agent } })).toBe(expected);
});

const path = '/api/v1/namespaces/default/configmaps';
const body = { metadata: { name: 'a' }, data: { b: '<' } };

it('YAML is YAML, refusals too, and no watch', () => {
  const { send } = createTestServer();
  send('POST', path, { body });
  const yaml = (url: string) => {
    const { status, text, headers } = send('GET', url, { accept: 'application/yaml' });
    return [status, headers['content-type'], text.split('\n').slice(0, 3)];
  };
  expect(yaml(`${path}/a`)).toEqual([200, 'application/yaml', ['apiVersion: v1', 'data:', '  b: <']]);
  expect(yaml(`${path}/b`)).toEqual([404, 'application/yaml', ['apiVersion: v1', 'code: 404', 'details:']]);
  expect(yaml(`${path}?watch=1`)).toEqual([406, 'application/yaml', ['apiVersion: v1', 'code: 406', 'kind: Status']]);
});

it('people get the order of Go, indented', () => {
  const { send } = createTestServer();
  send('POST', path, { body });
  const { text } = send('GET', `${path}/a`, { accept: '*/*', headers: { 'user-agent': 'curl/8.16.0' } });
  expect(text.startsWith('{\n  "kind": "ConfigMap",\n  "apiVersion": "v1",\n  "metadata": {\n    "name": "a",\n')).toBe(
    true,
  );
  expect(text.endsWith(String.raw`"b": "\u003c"` + '\n  }\n}')).toBe(true);
});

it.each([
  ['text/html', 'Available representations: application/json, application/yaml, application/vnd.kubernetes.protobuf'],
  ['application/json;as=Other;v=v1;g=meta.k8s.io', 'only the following media types are accepted: application/json, '],
])('%s is not to be had', (accept, message) => {
  const { status, json } = createTestServer().send('GET', path, { accept });
  expect([status, json.message]).toEqual([406, expect.stringContaining(message)]);
});
