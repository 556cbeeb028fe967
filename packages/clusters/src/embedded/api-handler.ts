import type { ApiConnection, ApiRequest, ApiResponse } from '@podlab/simulator';

/**
 * What is served: a cluster whose time is kept by somebody else (a pacer), so that every call finds it at "now" and
 * what the call planned is made later.
 */
export interface ApiHandler {
  handle(request: ApiRequest): ApiResponse | Promise<ApiResponse>;
  /** Upgrades to a message stream. @returns a response instead when it is refused */
  open(
    request: ApiRequest,
    protocols: readonly string[],
  ): ApiConnection | ApiResponse | Promise<ApiConnection | ApiResponse>;
}

/** Tells the two answers of `open` apart. */
export function isRefusal(answer: ApiConnection | ApiResponse): answer is ApiResponse {
  return 'status' in answer;
}
