import { describe, expect, it, test } from 'vitest';
import { impersonationAttributes, readImpersonation } from './impersonation.ts';

test.each<[string, Record<string, string>, ReturnType<typeof readImpersonation>]>([
  ['a user', { 'impersonate-user': 'bob' }, { username: 'bob', groups: ['system:authenticated'] }],
  [
    'a service account',
    { 'impersonate-user': 'system:serviceaccount:shop:robot' },
    {
      username: 'system:serviceaccount:shop:robot',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'],
    },
  ],
  [
    'a service account with groups of its own',
    { 'impersonate-user': 'system:serviceaccount:shop:robot', 'impersonate-group': 'only' },
    { username: 'system:serviceaccount:shop:robot', groups: ['only', 'system:authenticated'] },
  ],
  [
    'half a service account',
    { 'impersonate-user': 'system:serviceaccount:shop' },
    { username: 'system:serviceaccount:shop', groups: ['system:authenticated'] },
  ],
  [
    'groups, a UID and more',
    {
      'impersonate-user': 'bob',
      'impersonate-group': 'g1, g2',
      'impersonate-uid': '77',
      'impersonate-extra-scopes': 'a, b',
      'impersonate-extra-acme.com%2fproject': 'c',
    },
    {
      username: 'bob',
      uid: '77',
      groups: ['g1', 'g2', 'system:authenticated'],
      extra: { 'acme.com/project': ['c'], scopes: ['a', 'b'] },
    },
  ],
  [
    'one who is in the group already',
    { 'impersonate-user': 'bob', 'impersonate-group': 'system:authenticated' },
    { username: 'bob', groups: ['system:authenticated'] },
  ],
  [
    'one who did not log in',
    { 'impersonate-user': 'bob', 'impersonate-group': 'system:unauthenticated' },
    { username: 'bob', groups: ['system:unauthenticated'] },
  ],
  [
    'nobody known',
    { 'impersonate-user': 'system:anonymous' },
    { username: 'system:anonymous', groups: ['system:unauthenticated'] },
  ],
  ['an empty name', { 'impersonate-user': '' }, undefined],
])('%s', (_, headers, expected) => {
  expect(readImpersonation(headers)).toEqual(expected);
});

test.each([
  [
    { 'impersonate-group': 'bob' },
    'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"bob"}, Extra:map[string][]string(nil)} without impersonating a user name',
  ],
  [
    { 'impersonate-uid': 'bob' },
    'requested &user.DefaultInfo{Name:"", UID:"bob", Groups:[]string(nil), Extra:map[string][]string(nil)} without impersonating a user name',
  ],
  [
    { 'impersonate-extra-foo': 'bob' },
    'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string(nil), Extra:map[string][]string{"foo":[]string{"bob"}}} without impersonating a user name',
  ],
])('refuses groups without a user: %j', (headers, message) => {
  expect(() => readImpersonation(headers)).toThrow(message);
});

describe('what somebody has to be allowed for it', () => {
  const asked = (headers: Readonly<Record<string, string>>) =>
    impersonationAttributes(headers).map(({ group, resource, subresource, namespace, name }) =>
      [group, resource, subresource, namespace, name].join('|'),
    );

  it.each([
    [{ 'impersonate-user': 'jane' }, ['|users|||jane']],
    [{ 'impersonate-user': 'system:serviceaccount:lab:robot' }, ['|serviceaccounts||lab|robot']],
    [
      { 'impersonate-user': 'jane', 'impersonate-group': 'a, b', 'impersonate-uid': '7' },
      ['|users|||jane', '|groups|||a', '|groups|||b', 'authentication.k8s.io|uids|||7'],
    ],
    [
      { 'impersonate-user': 'jane', 'impersonate-extra-scopes': 'x,y' },
      ['|users|||jane', 'authentication.k8s.io|userextras|scopes||x', 'authentication.k8s.io|userextras|scopes||y'],
    ],
  ])('%j', (headers, expected) => {
    expect(asked(headers)).toEqual(expected);
  });
});
