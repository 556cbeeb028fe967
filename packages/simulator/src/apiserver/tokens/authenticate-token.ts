import { parseTime, type Stored } from '@podlab/apimachinery';
import type { Secret } from 'kubernetes-types/core/v1';
import type { Store } from '../../store/store.ts';
import type { UserInfo } from '../authorization/user-info.ts';
import { clusterAudience } from './issue-token.ts';
import { legacyIssuer } from './legacy-token.ts';
import { textOfBase64Url } from './signing-key.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** Whose token it is, or why it is nobody's. */
export type Authentication =
  | { readonly user: UserInfo; readonly audiences: readonly string[] }
  /** `error` is empty for what is no token of this cluster at all. */
  | { readonly error: string };

export interface TokenQuestion {
  readonly token: string;
  /** One of these has to be among those that the token is for. */
  readonly audiences: readonly string[];
}

/** What tokens are judged by. */
export interface TokenJudge {
  readonly store: Pick<Store, 'get'>;
  readonly issuer: TokenIssuer;
  readonly nowMs: number;
}

/** Clocks may differ by so much. @see github.com/go-jose/go-jose jwt/validation.go DefaultLeeway */
const leewayMs = 60_000;
const invalidated = 'service account token has been invalidated';

interface Reference {
  readonly name: string;
  readonly uid: string;
}

interface Claims {
  readonly aud?: readonly string[];
  readonly exp?: number;
  readonly iat?: number;
  readonly iss?: string;
  readonly jti?: string;
  readonly nbf?: number;
  readonly sub?: string;
  readonly 'kubernetes.io'?: {
    readonly namespace: string;
    readonly node?: Reference;
    readonly pod?: Reference;
    readonly secret?: Reference;
    readonly serviceaccount: Reference;
  };
  readonly [legacy: `kubernetes.io/serviceaccount/${string}`]: string | undefined;
}

/**
 * Judges a bearer token: its signature first, then whom it is for, since and until when, and whether all that it is bound
 * to is still there.
 * @see pkg/serviceaccount/jwt.go, claims.go, legacy.go (v1.36)
 */
export function authenticateToken({ token, audiences }: TokenQuestion, judge: TokenJudge): Authentication {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  const [header, claims] = [readPart(head), readPart(payload) as Claims | undefined];
  if (more.length > 0 || !header || !claims) return { error: '' };
  if (claims.iss !== clusterAudience && claims.iss !== legacyIssuer) return { error: '' };
  const { key } = judge.issuer;
  const { kid, alg } = header as { kid?: unknown; alg?: unknown };
  if (kid !== undefined && kid !== key.id) return { error: 'invalid signature, no keys found' };
  if (alg !== 'RS256' || !key.verifies(`${head}.${payload}`, signature)) {
    return { error: 'go-jose/go-jose: error in cryptographic primitive' };
  }
  const own = claims.aud ?? [clusterAudience];
  const shared = own.filter((audience) => audiences.includes(audience));
  if (shared.length === 0) {
    return { error: `token audiences ${goList(own)} is invalid for the target audiences ${goList(audiences)}` };
  }
  const found = claims.iss === legacyIssuer ? legacyUser(claims, token, judge) : boundUser(claims, judge);
  return 'error' in found ? found : { user: found, audiences: shared };
}

function boundUser(claims: Claims, { store, issuer, nowMs: clusterNowMs }: TokenJudge): UserInfo | { error: string } {
  const nowMs = clusterNowMs - issuer.skewOf(claims.jti);
  const { exp = 0, nbf = 0, iat = 0, jti } = claims;
  if (nowMs + leewayMs < nbf * 1000) return { error: 'service account token is not valid yet' };
  if (nowMs - leewayMs > exp * 1000) return { error: 'service account token has expired' };
  if (nowMs + leewayMs < iat * 1000) return { error: 'service account token is issued in the future' };
  const bound = claims['kubernetes.io'];
  if (!bound) return { error: 'serviceaccounts "" not found' };
  const { namespace, serviceaccount, pod, node, secret } = bound;
  const account = store.get('serviceaccounts', `${namespace}/${serviceaccount.name}`);
  if (!account) return { error: `serviceaccounts ${JSON.stringify(serviceaccount.name)} not found` };
  if (account.metadata.uid !== serviceaccount.uid) {
    return { error: `service account UID (${account.metadata.uid}) does not match claim (${serviceaccount.uid})` };
  }
  const faultOf = (kind: string, key: string, wanted: Reference) => {
    const found = store.get(`${kind}s`, key);
    if (!found) return invalidated;
    const { uid, deletionTimestamp } = found.metadata;
    if (uid !== wanted.uid) {
      return `${kind} UID (${uid}) does not match service account ${kind} ref claim (${wanted.uid})`;
    }
    const goneMs = parseTime(deletionTimestamp) ?? Infinity;
    return goneMs < clusterNowMs - leewayMs ? invalidated : undefined;
  };
  const fault =
    (secret && faultOf('secret', `${namespace}/${secret.name}`, secret)) ??
    (pod && faultOf('pod', `${namespace}/${pod.name}`, pod)) ??
    (node && !pod ? faultOf('node', node.name, node) : undefined);
  if (fault !== undefined) return { error: fault };
  const extra = {
    ...(jti === undefined ? {} : { 'authentication.kubernetes.io/credential-id': [`JTI=${jti}`] }),
    ...(node && {
      'authentication.kubernetes.io/node-name': [node.name],
      'authentication.kubernetes.io/node-uid': [node.uid],
    }),
    ...(pod && {
      'authentication.kubernetes.io/pod-name': [pod.name],
      'authentication.kubernetes.io/pod-uid': [pod.uid],
    }),
  };
  return userOf(namespace, serviceaccount, extra);
}

/** Whose a token of a Secret is: it holds until the Secret is gone. */
function legacyUser(claims: Claims, token: string, { store }: TokenJudge): UserInfo | { error: string } {
  const say = (field: string) => claims[`kubernetes.io/serviceaccount/${field}`] ?? '';
  const [namespace, name, uid] = [say('namespace'), say('service-account.name'), say('service-account.uid')];
  const secret = store.get('secrets', `${namespace}/${say('secret.name')}`) as Stored<Secret> | undefined;
  if (!secret || secret.metadata.deletionTimestamp !== undefined) return { error: 'Token has been invalidated' };
  if (secret.data?.['token'] !== btoa(token)) return { error: "Token does not match server's copy" };
  const account = store.get('serviceaccounts', `${namespace}/${name}`);
  if (!account) return { error: `serviceaccounts ${JSON.stringify(name)} not found` };
  if (account.metadata.deletionTimestamp !== undefined) {
    return { error: `ServiceAccount ${namespace}/${name} has been deleted` };
  }
  if (account.metadata.uid !== uid) {
    return { error: `ServiceAccount UID (${account.metadata.uid}) does not match claim (${uid})` };
  }
  return userOf(namespace, { name, uid }, undefined);
}

function userOf(namespace: string, { name, uid }: Reference, extra: UserInfo['extra']): UserInfo {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
    ...(extra && { extra }),
  };
}

function readPart(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(textOfBase64Url(part) ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As Go prints texts with `%q`. */
function goList(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}
