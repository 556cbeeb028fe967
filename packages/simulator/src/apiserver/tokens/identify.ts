import { StatusError } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse } from '../exchange.ts';
import { errorResponse } from '../http/bodies/responses.ts';
import { authenticateToken, type TokenJudge } from './authenticate-token.ts';
import { clusterAudience } from './issue-token.ts';
import { anonymous } from '../authorization/user-info.ts';

/**
 * Finds out whose a request is by its header `authorization`, which is then gone.
 * @returns 401 for a token that is nobody's
 * @see k8s.io/apiserver/pkg/authentication/request/bearertoken (v1.36)
 */
export function identify({ headers, ...request }: ApiRequest, judge: TokenJudge): ApiRequest | ApiResponse {
  const { authorization = '', ...rest } = headers;
  const token = bearerToken(authorization);
  if (token === undefined) return { ...request, headers: rest, caller: request.caller ?? anonymous };
  const found = authenticateToken({ token, audiences: [clusterAudience] }, judge);
  if ('user' in found) return { ...request, headers: rest, caller: found.user };
  return errorResponse(new StatusError({ message: 'Unauthorized', reason: 'Unauthorized', code: 401 }));
}

/** @returns undefined for what is no bearer token: then nobody is asked for */
function bearerToken(header: string): string | undefined {
  const [scheme = '', token = ''] = header.trim().split(' ', 3);
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}
