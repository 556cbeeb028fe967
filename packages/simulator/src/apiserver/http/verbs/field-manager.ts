import type { ApiRequest } from '../../exchange.ts';
import { noteWriter, type ManageFields } from '../../fields/note-writer.ts';
import type { AnyResourceDefinition } from '../../registry/definition.ts';
import type { HttpContext } from '../http-context.ts';

/** Who a request says it is: by parameter, or by the first word of its user agent. */
export function managerName(request: ApiRequest, query: URLSearchParams): string {
  const [agent = ''] = (request.headers['user-agent'] ?? '').split('/');
  return query.get('fieldManager') || agent || 'unknown';
}

/** Notes the writer of every field that a write changes. */
export function manageUpdate(
  { writes }: HttpContext,
  definition: AnyResourceDefinition,
  request: ApiRequest,
  query: URLSearchParams,
  subresource?: string,
): ManageFields {
  return noteWriter(writes, definition, managerName(request, query), subresource);
}
