import { statuses } from '@podlab/apimachinery';
import { authenticateToken, type TokenJudge } from './authenticate-token.ts';
import { clusterAudience } from './issue-token.ts';

/**
 * The status that answers a TokenReview.
 * @param spec of the review
 * @throws StatusError 400 when there is no token in it
 * @see pkg/registry/authentication/tokenreview/storage.go (v1.36)
 */
export function reviewToken(spec: Readonly<Record<string, unknown>>, judge: TokenJudge): object {
  const { token, audiences } = spec;
  if (typeof token !== 'string' || token === '') {
    throw statuses.badRequest('token is required for TokenReview in authentication');
  }
  const asked = Array.isArray(audiences) && audiences.length > 0 ? audiences.map(String) : [clusterAudience];
  const found = authenticateToken({ token, audiences: asked }, judge);
  if ('user' in found) return { authenticated: true, user: found.user, audiences: found.audiences };
  const unknown = 'invalid bearer token';
  return { user: {}, error: found.error === '' ? unknown : `[${unknown}, ${found.error}]` };
}
