import { hostIp } from '../../kubelet/node/node-object.ts';
import { clusterAudience } from './issue-token.ts';
import type { TokenIssuer } from './token-issuer.ts';

/**
 * Who issues the tokens of service accounts, as OpenID Connect has it told: JSON.
 * @see pkg/serviceaccount/openidmetadata.go (v1.36)
 */
export function describeIssuer(): string {
  return JSON.stringify({
    issuer: clusterAudience,
    jwks_uri: `https://${hostIp(0)}:6443/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

/** The keys that these tokens can be verified with: JSON. */
export function publicKeys({ key }: Pick<TokenIssuer, 'key'>): string {
  return JSON.stringify({ keys: [key.jwk] });
}
