import { statuses } from '@podlab/apimachinery';
import type { ApiRequest } from '../exchange.ts';
import type { ResourceAttributes } from './access-attributes.ts';
import type { UserInfo } from './user-info.ts';

type Headers = ApiRequest['headers'];

const prefix = 'impersonate-';
const serviceAccountName = /^system:serviceaccount:([^:]+):([^:]+)$/;
const extraPrefix = `${prefix}extra-`;
const anonymous = 'system:anonymous';
const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';

/**
 * Who a request is to count as coming from.
 * @param headers that name somebody (`isImpersonating`); the values of a repeated one are joined by commas
 * @returns undefined when the user's name is empty and nothing else is asked for
 * @throws StatusError 400 when there are groups and no user
 * @see k8s.io/apiserver/pkg/endpoints/filters/impersonation (v1.36)
 */
export function readImpersonation(headers: Headers): UserInfo | undefined {
  const username = headers[`${prefix}user`] ?? '';
  const groups = valuesOf(headers[`${prefix}group`]);
  const uid = headers[`${prefix}uid`] ?? '';
  const extra = extraOf(headers);
  if (username === '') {
    if (groups.length === 0 && uid === '' && !extra) return undefined;
    throw statuses.badRequest(
      `requested &user.DefaultInfo{Name:"", UID:${quote(uid)}, Groups:${goStrings(groups)}, Extra:map[string][]string${goMap(extra)}} without impersonating a user name`,
    );
  }
  return {
    username,
    ...(uid === '' ? {} : { uid }),
    groups: withOwnGroups(username, groups),
    ...(extra ? { extra } : {}),
  };
}

/**
 * What somebody has to be allowed for a request to count as coming from somebody else.
 * @see k8s.io/apiserver/pkg/endpoints/filters/impersonation (v1.36)
 */
export function impersonationAttributes(headers: Headers): readonly ResourceAttributes[] {
  const asked = (group: string, resource: string, name: string, rest: Partial<ResourceAttributes> = {}) => {
    return { verb: 'impersonate', namespace: '', group, resource, subresource: '', name, ...rest };
  };
  const username = headers[`${prefix}user`] ?? '';
  const [, namespace, account = ''] = serviceAccountName.exec(username) ?? [];
  const uid = headers[`${prefix}uid`] ?? '';
  return [
    namespace === undefined ? asked('', 'users', username) : asked('', 'serviceaccounts', account, { namespace }),
    ...valuesOf(headers[`${prefix}group`]).map((name) => asked('', 'groups', name)),
    ...Object.entries(extraOf(headers) ?? {}).flatMap(([key, values]) =>
      values.map((value) => asked('authentication.k8s.io', 'userextras', value, { subresource: key })),
    ),
    ...(uid === '' ? [] : [asked('authentication.k8s.io', 'uids', uid)]),
  ];
}

function withOwnGroups(username: string, given: readonly string[]): readonly string[] {
  const groups = given.length > 0 ? given : serviceAccountGroups(username);
  if (username === anonymous) return groups.includes(unauthenticated) ? groups : [...groups, unauthenticated];
  return groups.includes(authenticated) || groups.includes(unauthenticated) ? groups : [...groups, authenticated];
}

/** The groups that a service account has through its name; none for other users. */
function serviceAccountGroups(username: string): readonly string[] {
  const [, namespace] = serviceAccountName.exec(username) ?? [];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

function extraOf(headers: Headers): Record<string, string[]> | undefined {
  const entries = Object.entries(headers)
    .filter(([name]) => name.startsWith(extraPrefix))
    .map(([name, value]) => [unescaped(name.slice(extraPrefix.length)), valuesOf(value)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

function valuesOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((value) => value.trim());
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function goStrings(values: readonly string[]): string {
  return values.length === 0 ? '[]string(nil)' : `[]string{${values.map(quote).join(', ')}}`;
}

function goMap(extra: Readonly<Record<string, readonly string[]>> | undefined): string {
  if (!extra) return '(nil)';
  return `{${Object.entries(extra)
    .map(([key, values]) => `${quote(key)}:${goStrings(values)}`)
    .join(', ')}}`;
}
