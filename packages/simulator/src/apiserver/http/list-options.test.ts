import { expect, it } from 'vitest';
import { createTestServer } from '../testing/test-server.ts';

const options = 'ListOptions.meta.k8s.io "" is invalid: ';
const match = 'resourceVersionMatch: ';

// As a cluster of v1.36.3 answered curl.
it.each([
  ['limit=x', '400 strconv.ParseInt: parsing "x": invalid syntax'],
  ['limit=', '400 strconv.ParseInt: parsing "": invalid syntax'],
  ['limit=99999999999999999999', '400 strconv.ParseInt: parsing "99999999999999999999": value out of range'],
  ['limit=-1', '200 PodList'],
  ['timeoutSeconds=x', '400 strconv.ParseInt: parsing "x": invalid syntax'],
  [
    'resourceVersion=x',
    '400 invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    'watch=1&resourceVersion=x',
    '500 resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
  ],
  [
    'resourceVersionMatch=foo',
    `422 ${options}[${match}Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided, ${match}Unsupported value: "foo": supported values: "Exact", "NotOlderThan", ""]`,
  ],
  [
    'resourceVersion=0&resourceVersionMatch=Exact',
    `422 ${options}${match}Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
  ],
  ['sendInitialEvents=x', `422 ${options}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`],
  [
    'watch=1&resourceVersionMatch=Exact',
    `422 ${options}[${match}Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided, ${match}Unsupported value: "Exact": supported values: "NotOlderThan"]`,
  ],
  [
    'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x',
    `422 ${options}${match}Forbidden: resourceVersionMatch is forbidden when continue is provided`,
  ],
  ['watch=maybe', '200 '],
  ['watch=', '200 '],
  ['watch=False', '200 PodList'],
  ['timeout=5', '400 invalid timeout specified in the request URL - time: missing unit in duration "5"'],
  ['timeout=x', '400 invalid timeout specified in the request URL - time: invalid duration "x"'],
  ['timeout=1s', '200 PodList'],
  ['continue=x', '400 invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
  [
    'continue=abc',
    "400 invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  ],
  [
    'continue=e30',
    '400 invalid continue token: continue key is not valid: server does not recognize this encoded version ',
  ],
])('?%s → %s', (query, expected) => {
  const { status, text } = createTestServer().send('GET', `/api/v1/namespaces/default/pods?${query}`);
  const { message, kind } = text === '' ? { kind: '' } : JSON.parse(text);
  expect(`${status} ${message ?? kind}`).toBe(expected);
});

it('a list of an exact version shows what there was then', () => {
  const { send } = createTestServer();
  const path = '/api/v1/namespaces/default/configmaps';
  const add = (name: string) => send('POST', path, { body: { metadata: { name } } }).json;
  const first = add('a').metadata.resourceVersion as string;
  add('b');
  const names = (query: string) =>
    send('GET', `${path}?${query}`).json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
  expect(names(`resourceVersion=${first}&resourceVersionMatch=Exact`)).toEqual(['a']);
  expect(names(`resourceVersion=${first}&limit=5`)).toEqual(['a']);
  expect(names(`resourceVersion=${first}`)).toEqual(['a', 'b']);
});
