import type { StatusReason } from '@podlab/apimachinery';
import type { ApiResponse } from '@podlab/simulator';

/** An answer of the server itself, in the shape that every Kubernetes client understands. */
export function statusResponse(
  code: number,
  reason: StatusReason | 'RequestEntityTooLarge',
  message: string,
): ApiResponse {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code };
  return { status: code, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(status)}\n` };
}
