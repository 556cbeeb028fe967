import { decodeUtf8, isMap, StatusError } from '@podlab/apimachinery';
import { allRequests } from '#parts';

/**
 * The object in a body: JSON, YAML, or protobuf in its envelope, told apart by content.
 * @param kind that it should be of, for what is no object at all
 * @throws StatusError
 */
export function parseBody(
  body: Uint8Array = new Uint8Array(0),
  contentType: string,
  kind?: string,
): Record<string, unknown> {
  let fault: unknown;
  try {
    const value: unknown = isJsonObject(body, contentType)
      ? JSON.parse(decodeUtf8(body))
      : allRequests.code.parseOtherBody(body, contentType);
    if (isMap(value)) return value;
  } catch (error) {
    if (error instanceof StatusError) throw error;
    fault = error;
  }
  throw allRequests.code.unreadable(body, kind, fault);
}

/** Whether a body can be nothing else than a JSON object. One that is wrong in the middle comes once in a blue moon. */
export function isJsonObject(body: Uint8Array, contentType: string): boolean {
  return body[0] === 0x7b && body.at(-1) === 0x7d && /^(?:application\/json\b|$)/.test(contentType);
}
