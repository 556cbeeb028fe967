import { expect, it } from 'vitest';
import { orderFields } from './order-fields.ts';

const configMap = {
  metadata: {
    labels: { b: '1', a: '2' },
    name: 'x',
    managedFields: [{ fieldsV1: { 'f:data': { 'f:b': {}, '.': {} } } }],
  },
  data: { z: '1', y: '2' },
};

it('writes the fields of a struct as they are declared, and those of a map by name', () => {
  const object = { data: configMap.data, apiVersion: 'v1', metadata: configMap.metadata, kind: 'ConfigMap' };
  expect(JSON.stringify(orderFields(object))).toBe(
    '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x","labels":{"a":"2","b":"1"},"managedFields":[{"fieldsV1":{"f:data":{".":{},"f:b":{}}}}]},"data":{"y":"2","z":"1"}}',
  );
});

it('does so within lists and events of a watch', () => {
  const list = { apiVersion: 'v1', kind: 'ConfigMapList', items: [configMap], metadata: { resourceVersion: '7' } };
  expect(JSON.stringify(orderFields(list))).toMatch(
    /^\{"kind":"ConfigMapList","apiVersion":"v1","metadata":\{"resourceVersion":"7"\},"items":\[\{"metadata":\{"name":"x",/,
  );
  const event = { object: { ...configMap, apiVersion: 'v1', kind: 'ConfigMap' }, type: 'ADDED' };
  expect(JSON.stringify(orderFields(event))).toMatch(
    /^\{"type":"ADDED","object":\{"kind":"ConfigMap","apiVersion":"v1",/,
  );
});

it('leaves what it does not know as it is, but for the beginning', () => {
  expect(JSON.stringify(orderFields({ spec: { b: 1, a: 2 }, apiVersion: 'x/v1', kind: 'Y' }))).toBe(
    '{"kind":"Y","apiVersion":"x/v1","spec":{"b":1,"a":2}}',
  );
  expect(JSON.stringify(orderFields({ major: '1', gitVersion: 'v' }))).toBe('{"major":"1","gitVersion":"v"}');
});
