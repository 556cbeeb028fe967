import { encodeBase64, encodeUtf8, type Stored } from '@podlab/apimachinery';
import type { ServiceAccount } from 'kubernetes-types/core/v1';

/** Whom the API server's own tokens are for, and who issues them, on a kubeadm cluster. */
export const clusterAudience = 'https://kubernetes.default.svc.cluster.local';
/** Lifetime of the token that admission mounts; such a token really lasts a year. @see pkg/serviceaccount/claims.go */
const mountedExpirationSeconds = 3607;
const extendedExpirationSeconds = 365 * 24 * 3600;

interface Bound {
  readonly name: string;
  readonly uid: string;
}

/** What a token says. */
export interface TokenFacts {
  readonly account: Pick<Stored<ServiceAccount>, 'metadata'>;
  /** It is worth nothing any more when this object is gone. */
  readonly pod?: Bound;
  readonly node?: Bound;
  readonly secret?: Bound;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  /** Its own UUID. */
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/**
 * What a service account's token says of it, in the order in which a real one does.
 * @see pkg/serviceaccount/claims.go, pkg/registry/core/serviceaccount/storage/token.go (v1.36)
 */
export function tokenClaims(facts: TokenFacts): object {
  const { account, pod, node, secret, audiences, expirationSeconds, id } = facts;
  const { name, namespace = '', uid } = account.metadata;
  const now = Math.floor(facts.nowMs / 1000);
  const isExtended =
    pod !== undefined &&
    expirationSeconds === mountedExpirationSeconds &&
    audiences.every((audience) => audience === clusterAudience);
  return {
    aud: audiences,
    exp: now + (isExtended ? extendedExpirationSeconds : expirationSeconds),
    iat: now,
    iss: clusterAudience,
    jti: id,
    'kubernetes.io': {
      namespace,
      ...(node ? { node } : {}),
      ...(pod ? { pod } : {}),
      ...(secret ? { secret } : {}),
      serviceaccount: { name, uid },
      ...(isExtended ? { warnafter: now + expirationSeconds } : {}),
    },
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
}

/** The first of a token's three parts. @param keyId of the key that signs it */
export function tokenHeader(keyId: string): string {
  return toBase64Url(JSON.stringify({ alg: 'RS256', kid: keyId }));
}

/** The second of a token's three parts. */
export function tokenPayload(claims: object): string {
  return toBase64Url(JSON.stringify(claims));
}

function toBase64Url(text: string): string {
  return encodeBase64(encodeUtf8(text)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
