import { decodeUtf8 } from '@podlab/apimachinery';
import { parse as parseYaml } from 'yaml';
import { decodeProtobuf, isProtobufEnvelope } from '../schema/decode-protobuf.ts';

/** What is in a body that does not begin as a JSON object does. @throws Error */
export function parseOtherBody(body: Uint8Array, contentType: string): unknown {
  if (isProtobufEnvelope(body)) return decodeProtobuf(body);
  const text = decodeUtf8(body);
  return contentType.includes('yaml') ? parseYaml(text) : JSON.parse(text);
}
