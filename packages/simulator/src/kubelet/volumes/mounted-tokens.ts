import { newUid, type Random } from '@podlab/apimachinery';
import type { ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';
import type { LateText } from '@podlab/shell';
import { clusterAudience } from '../../apiserver/tokens/issue-token.ts';
import type { TokenIssuer } from '../../apiserver/tokens/token-issuer.ts';
import { type ProjectionSource, VolumeError } from './projected-files.ts';

/** A token is renewed after this part of its life, and every day. @see kubernetes v1.36 pkg/kubelet/token/token_manager.go */
const renewAfter = 0.8;
const longestUseMs = 24 * 3600 * 1000;
const defaultExpirationSeconds = 3600;

interface MountedToken {
  /** Tells it apart from others in the same volume. */
  readonly key: string;
  readonly token: LateText;
  readonly renewMs: number;
}

/** The service account tokens in one Pod's volumes. */
export class MountedTokens {
  readonly #random: Random;
  readonly #issuer: TokenIssuer;
  #tokens: readonly MountedToken[] = [];

  constructor(random: Random, issuer: TokenIssuer) {
    this.#random = random;
    this.#issuer = issuer;
  }

  /**
   * Issues a token, or gives the one that is still good. What it says is put together when somebody reads it.
   * @throws VolumeError when the service account is gone
   */
  get(
    { path, audience, expirationSeconds = defaultExpirationSeconds }: ServiceAccountTokenProjection,
    { api, facts }: Omit<ProjectionSource, 'token'>,
    nowMs: number,
  ): LateText {
    const key = `${path} ${audience ?? ''} ${expirationSeconds}`;
    const known = this.#tokens.find((token) => token.key === key);
    if (known && nowMs < known.renewMs) return known.token;
    const { metadata, spec } = facts.pod;
    const accountName = spec.serviceAccountName ?? 'default';
    const account = api.get('serviceaccounts', metadata.namespace, accountName);
    if (!account) {
      throw new VolumeError(`failed to fetch token: serviceaccounts "${accountName}" not found`);
    }
    const node = api.get('nodes', undefined, facts.nodeName);
    const token = this.#issuer.later({
      account,
      pod: { name: metadata.name, uid: metadata.uid },
      ...(node ? { node: { name: node.metadata.name, uid: node.metadata.uid } } : {}),
      audiences: [audience || clusterAudience],
      expirationSeconds,
      id: newUid(this.#random),
      nowMs,
    });
    const renewMs = nowMs + Math.min(expirationSeconds * 1000 * renewAfter, longestUseMs);
    this.#tokens = this.#tokens.filter((other) => other.key !== key).concat({ key, token, renewMs });
    return token;
  }
}
