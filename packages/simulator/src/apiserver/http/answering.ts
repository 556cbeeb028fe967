import { StatusError, statuses } from '@podlab/apimachinery';
import type { ApiResponse } from '../exchange.ts';
import { errorResponse } from './bodies/responses.ts';

/** What goes wrong is a Status. Never throws. */
export function answering<T>(run: () => T): T | ApiResponse {
  try {
    return run();
  } catch (error) {
    if (error instanceof StatusError) return errorResponse(error);
    const message = error instanceof Error ? error.message : String(error);
    return errorResponse(statuses.internalError(message));
  }
}
