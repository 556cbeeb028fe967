import { expect, it } from 'vitest';
import { createTestServer } from '../testing/test-server.ts';

const old = '/api/v1/namespaces/default/events';
const events = '/apis/events.k8s.io/v1/namespaces/default/events';
const about = { kind: 'Pod', name: 'x', namespace: 'default' };
const whole = {
  metadata: { name: 'a' },
  regarding: about,
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingController: 'example.com/x',
  reportingInstance: 'i',
  action: 'Try',
  reason: 'Testing',
  note: 'hello',
  type: 'Normal',
};

it('one Event is in both groups, under the names of each', () => {
  const { send } = createTestServer();
  expect(send('POST', events, { body: whole }).json).toMatchObject({ apiVersion: 'events.k8s.io/v1', note: 'hello' });
  expect(send('GET', `${old}/a`).json).toMatchObject({
    apiVersion: 'v1',
    message: 'hello',
    involvedObject: about,
    reportingComponent: 'example.com/x',
    source: {},
  });
  const { deprecatedSource, deprecatedLastTimestamp } = send('GET', `${events}/a`).json;
  expect({ deprecatedSource, deprecatedLastTimestamp }).toEqual({
    deprecatedSource: {},
    deprecatedLastTimestamp: null,
  });
});

it('one that was made by hand has what Go never leaves out', () => {
  const { json } = createTestServer().send('POST', old, { body: { metadata: { name: 'b' } } });
  expect(json).toMatchObject({ involvedObject: {}, source: {}, reportingComponent: '', reportingInstance: '' });
});

it('each group has selectors of its own', () => {
  const { send } = createTestServer();
  send('POST', events, { body: whole });
  const count = (query: string) => send('GET', `${events}?fieldSelector=${query}`).json.items?.length;
  expect([
    count('regarding.name%3Dx'),
    count('reportingController%3Dexample.com/x'),
    count('reason!%3DTesting'),
  ]).toEqual([1, 1, 0]);
  expect(send('GET', `${events}?fieldSelector=involvedObject.name%3Dx`).json.message).toBe(
    'field label not supported: involvedObject.name',
  );
  expect(send('GET', `${events}/nope`).json).toMatchObject({
    message: 'events.events.k8s.io "nope" not found',
    details: { group: 'events.k8s.io' },
  });
});

// As a cluster of v1.36.3 answered kubectl.
it.each([
  [
    events,
    { regarding: { namespace: 'other' } },
    '[involvedObject.namespace: Invalid value: "other": does not match event.namespace, eventTime: Required value, type: Invalid value: "": has invalid value: ]',
  ],
  [
    old,
    { involvedObject: { namespace: 'other' } },
    'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
  ],
  [events, { ...whole, action: '' }, 'action: Required value'],
  [
    events,
    { ...whole, series: { count: 1 } },
    '[series.count: Invalid value: "": should be at least 2, series.lastObservedTime: Required value]',
  ],
])('%s %j is invalid', (path, fields, why) => {
  const { json } = createTestServer().send('POST', path, { body: { ...fields, metadata: { name: 'a' } } });
  expect(json.message).toBe(`Event "a" is invalid: ${why}`);
});
