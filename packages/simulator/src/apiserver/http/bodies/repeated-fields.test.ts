import { encodeUtf8 } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { createTestServer, podManifest } from '../../testing/test-server.ts';
import { patchFaults, repeatedFields } from './repeated-fields.ts';

// As a cluster of v1.36.3 answered curl.
it.each([
  [
    '{"metadata":{"name":"a","name":"a"},"data":{"a":"1","a":"2"},"data":{"b":"1"}}',
    ['metadata.name', 'data.a', 'data'],
  ],
  ['{"a":[{"b":1},{"b":"}","b":2,"b":3}],"c":{"a":1}}', ['a[1].b']],
  [String.raw`{"a\"":1,"a\"":{"b":[[],{"x":1,"x":2}]}}`, ['a"', 'a".b[1].x']],
  ['{"a":1,"b":"a"}', []],
])('%s', (text, paths) => {
  const told = paths.map((path) => `duplicate field ${JSON.stringify(path)}`);
  expect(repeatedFields(encodeUtf8(text), 'application/json', new URLSearchParams())).toEqual(told);
});

it('keys of YAML are told by their lines', () => {
  const body = encodeUtf8('metadata: {name: a}\ndata:\n  a: "1"\n  a: "2"\n');
  const told = 'line 4: key "a" already set in map';
  const faults = (query: string) => repeatedFields(body, 'application/yaml', new URLSearchParams(query));
  expect(faults('')).toEqual([told]);
  expect(faults('fieldValidation=Strict')).toEqual([`yaml: unmarshal errors:\n  ${told}`]);
});

it('operations of a JSON patch have four fields', () => {
  const body = encodeUtf8('[{"op":"add","path":"/a","value":{"foo":1},"foo":2,"op":"add"}]');
  expect(patchFaults('json', body)).toEqual([
    'json patch unknown field "[0].foo"',
    'json patch duplicate field "[0].op"',
  ]);
});

const path = '/api/v1/namespaces/default/pods';
const configmaps = '/api/v1/namespaces/default/configmaps';
const merge = 'application/merge-patch+json';

it.each([
  ['POST', path, { ...podManifest('Bad_'), foo: 1 }, [422, '299 - "unknown field \\"foo\\""']],
  ['PUT', `${configmaps}/nope`, { metadata: { name: 'nope' }, foo: 1 }, [404, '299 - "unknown field \\"foo\\""']],
  ['PATCH', `${configmaps}/there`, { foo: 1, data: { '/': '' } }, [422, '299 - "unknown field \\"foo\\""']],
  ['POST', configmaps, { metadata: { name: 'there' } }, [409, undefined]],
])('a refusal warns too: %s %s', (method, url, body, expected) => {
  const { send } = createTestServer();
  send('POST', configmaps, { body: { metadata: { name: 'there' } } });
  const { status, headers } = send(method, url, { body, ...(method === 'PATCH' && { type: merge }) });
  expect([status, headers['warning']]).toEqual(expected);
});

it('what is not wrong in itself is warned of when it is refused for what else there is', () => {
  const { send } = createTestServer();
  send('POST', '/api/v1/namespaces/default/serviceaccounts', { body: { metadata: { name: 'default' } } });
  const env = ['1', '2'].map((value) => ({ name: 'A', value }));
  const body = podManifest('a', { containers: [{ name: 'a', image: 'b', env }] });
  const told = [send('POST', path, { body }), send('POST', path, { body })].map(({ status, headers }) => [
    status,
    headers['warning']?.includes('hides previous definition'),
  ]);
  expect(told).toEqual([
    [201, true],
    [409, true],
  ]);
});
