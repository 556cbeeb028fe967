import { allRequests } from '#parts';
import type { ApiConnection, ApiRequest, ApiResponse } from '../exchange.ts';
import type { HttpContext } from '../http/http-context.ts';
import { openConnection } from '../http/connections/open-connection.ts';
import { type AccessAttributes, accessAttributesOf } from './access-attributes.ts';
import { authorize } from './authorize.ts';
import { checkEscalation, givesRights } from './check-escalation.ts';
import { forbidden } from './forbidden.ts';
import { impersonationAttributes, readImpersonation } from './impersonation.ts';
import { storedAccess } from './stored-access.ts';
import { administrator, type UserInfo } from './user-info.ts';

/** Answers a request as to its caller, or to the user whom it names. @throws StatusError */
export function answerAs(context: HttpContext, request: ApiRequest): ApiResponse {
  const user = userOf(context, request);
  const plain = withoutImpersonation(request);
  if (user === administrator) return allRequests.code.route(context, plain);
  const attributes = accessAttributesOf(plain);
  demand(context, user, attributes);
  if ('verb' in attributes && 'resource' in attributes && givesRights(attributes)) {
    const tried = allRequests.code.route(context, asDryRun(plain));
    if (tried.status >= 300 || typeof tried.body !== 'string') return tried;
    checkEscalation(user, attributes, JSON.parse(tried.body), storedAccess(context.writes.store));
  }
  return allRequests.code.route({ ...context, user }, plain);
}

/**
 * Upgrades a request as for its caller, or the user whom it names. All sessions count as `create`: a client that may not upgrade a GET
 * tries again with a POST.
 * @throws StatusError
 */
export function openAs(context: HttpContext, request: ApiRequest, protocols: readonly string[]): ApiConnection {
  const user = userOf(context, request);
  const plain = withoutImpersonation(request);
  if (user !== administrator) demand(context, user, { ...accessAttributesOf(plain), verb: 'create' });
  return openConnection(context, plain, protocols);
}

/** Whom a request counts as coming from. @throws StatusError 403 when its caller may not ask for that */
function userOf(context: HttpContext, { caller = administrator, headers }: ApiRequest): UserInfo {
  const user = readImpersonation(headers);
  if (!user) return caller;
  if (caller !== administrator) {
    for (const attributes of impersonationAttributes(headers)) demand(context, caller, attributes);
  }
  return user;
}

/** @throws StatusError 403 */
function demand({ writes }: HttpContext, user: UserInfo, attributes: AccessAttributes): void {
  const { allowed, reason } = authorize(user, attributes, storedAccess(writes.store));
  if (!allowed) throw forbidden(user, attributes, reason);
}

/** What an object becomes is only known after its admission. */
function asDryRun({ path, headers, ...rest }: ApiRequest): ApiRequest {
  const url = new URL(path, 'http://server');
  url.searchParams.set('dryRun', 'All');
  return { ...rest, path: `${url.pathname}${url.search}`, headers: { ...headers, accept: 'application/json' } };
}

function withoutImpersonation({ headers, method, path, body }: ApiRequest): ApiRequest {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith('impersonate-'));
  return { method, path, headers: Object.fromEntries(kept), ...(body && { body }) };
}
