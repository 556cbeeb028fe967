import { allRequests, authorization } from '#parts';
import { isForOthers } from '../authorization/concerns-access.ts';
import type { ApiConnection, ApiRequest, ApiResponse } from '../exchange.ts';
import { answering } from './answering.ts';
import { findFirstRequest } from './first-requests.ts';
import type { HttpContext } from './http-context.ts';
import { wantedForm } from './bodies/wanted-form.ts';
import { openConnection } from './connections/open-connection.ts';

/** Answers one request. Never throws: what goes wrong is a Status. */
export function handleRequest(context: HttpContext, request: ApiRequest): ApiResponse {
  const response = answering(() => {
    if (isForOthers(request)) return authorization.code.answerAs(context, request);
    const answer = findFirstRequest(request);
    return answer ? answer(context) : allRequests.code.route(context, request);
  });
  return inWantedForm(request, response);
}

/** An answer as its client wants it written. Code for other forms than the usual one is there by then. */
export function inWantedForm(request: ApiRequest, response: ApiResponse): ApiResponse {
  return wantedForm(request) === 'kept' ? response : allRequests.code.inForm(request, response);
}

/** Upgrades one request, or answers why not. Never throws. */
export function handleOpen(
  context: HttpContext,
  request: ApiRequest,
  protocols: readonly string[],
): ApiConnection | ApiResponse {
  return answering(() =>
    isForOthers(request)
      ? authorization.code.openAs(context, request, protocols)
      : openConnection(context, request, protocols),
  );
}
