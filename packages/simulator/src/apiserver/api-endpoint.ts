import type { ApiRequest, ApiResponse } from './exchange.ts';

/** The API server, as what listens on its port inside the cluster sees it. */
export interface ApiEndpoint {
  /** Loads the code that a request needs. @returns undefined when it is here */
  loadCodeFor(request: ApiRequest): Promise<void> | undefined;
  /** Answers a request whose times are those of the cluster. Never throws. */
  handle(request: ApiRequest): ApiResponse;
  /** A UUID that nothing else in the cluster draws. @param what it is for: the same text, the same UUID */
  uidOf(what: string): string;
  /** The UUID of one more request. */
  nextAuditId(): string;
}
