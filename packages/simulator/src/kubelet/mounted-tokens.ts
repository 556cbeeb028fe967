import { newUid, type Random } from '@podlab/apimachinery';
import type { ServiceAccountTokenProjection } from 'kubernetes-types/core/v1';
import { clusterAudience, issueToken } from '../apiserver/tokens/issue-token.ts';
import { type ProjectionSource, VolumeError } from './projected-files.ts';

/** A token is renewed after this part of its life, and every day. @see kubernetes v1.36 pkg/kubelet/token/token_manager.go */
const renewAfter = 0.8;
const longestUseMs = 24 * 3600 * 1000;
const defaultExpirationSeconds = 3600;

/** The service account tokens in one Pod's volumes. */
export class MountedTokens {
  readonly #random: Random;
  readonly #tokens = new Map<string, { readonly token: string; readonly renewMs: number }>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** @throws VolumeError when the service account is gone */
  get(
    { path, audience, expirationSeconds = defaultExpirationSeconds }: ServiceAccountTokenProjection,
    { api, facts }: Omit<ProjectionSource, 'token'>,
    nowMs: number,
  ): string {
    const key = `${path} ${audience ?? ''} ${expirationSeconds}`;
    const known = this.#tokens.get(key);
    if (known && nowMs < known.renewMs) return known.token;
    const { metadata, spec } = facts.pod;
    const accountName = spec.serviceAccountName ?? 'default';
    const account = api.get('serviceaccounts', metadata.namespace, accountName);
    if (!account) {
      throw new VolumeError(`failed to fetch token: serviceaccounts "${accountName}" not found`);
    }
    const node = api.get('nodes', undefined, facts.nodeName);
    const token = issueToken({
      account,
      pod: { name: metadata.name, uid: metadata.uid },
      ...(node ? { node: { name: node.metadata.name, uid: node.metadata.uid } } : {}),
      audiences: [audience || clusterAudience],
      expirationSeconds,
      id: newUid(this.#random),
      nowMs,
    });
    const lifeMs = expirationSeconds * 1000;
    this.#tokens.set(key, { token, renewMs: nowMs + Math.min(lifeMs * renewAfter, longestUseMs) });
    return token;
  }
}
