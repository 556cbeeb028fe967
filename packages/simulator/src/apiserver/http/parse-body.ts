import { decodeUtf8, isMap, statuses } from '@podlab/apimachinery';
import { allRequests } from '#parts';

/**
 * The object in a body: JSON, YAML, or protobuf in its envelope, told apart by content.
 * @throws StatusError
 */
export function parseBody(body: Uint8Array | undefined, contentType: string): Record<string, unknown> {
  if (!body || body.length === 0) throw statuses.badRequest('the request has no body');
  try {
    const value: unknown = isJsonObject(body, contentType)
      ? JSON.parse(decodeUtf8(body))
      : allRequests.code.parseOtherBody(body, contentType);
    if (isMap(value)) return value;
  } catch (error) {
    if (error instanceof Error) {
      throw statuses.badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
    }
    throw error;
  }
  throw statuses.badRequest("couldn't get version/kind; json parse error: the body must be an object");
}

/** Whether a body can be nothing else than a JSON object, or wrong. */
export function isJsonObject(body: Uint8Array, contentType: string): boolean {
  return body[0] === 0x7b && !contentType.includes('yaml');
}
