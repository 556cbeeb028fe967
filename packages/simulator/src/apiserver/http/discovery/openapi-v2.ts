import { encodeUtf8, statuses } from '@podlab/apimachinery';
import type { ApiResponse } from '../../exchange.ts';

const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/**
 * OpenAPI v2 without a single schema. kubectl falls back to this document for a kind that version 3 does not know, and
 * those before 1.29 read nothing else: with no document they refuse to apply anything; with an empty one they leave it
 * to the server to find faults.
 * @throws StatusError 406 when the client does not take protobuf, the only shape that kubectl asks for
 * @see github.com/google/gnostic-models/openapiv2 for the message's fields
 */
export function openApiV2(accept: string | undefined): ApiResponse {
  // As clients write it, and as the server names what it sends.
  if (accept && !/proto-openapi\.spec\.v2[@.]v1\.0\+protobuf|\*\/\*/.test(accept)) {
    throw statuses.notAcceptable([protobufType]);
  }
  const info = [...field(1, encodeUtf8('Kubernetes')), ...field(2, encodeUtf8('v1.36.3'))];
  const document = [...field(1, encodeUtf8('2.0')), ...field(2, info)];
  return { status: 200, headers: { 'content-type': protobufType }, body: Uint8Array.from(document) };
}

/** A field of bytes, shorter than 128. */
function field(number: number, bytes: ArrayLike<number>): number[] {
  return [(number << 3) | 2, bytes.length, ...Array.from(bytes)];
}
