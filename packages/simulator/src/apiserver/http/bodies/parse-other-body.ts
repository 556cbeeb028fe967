import { decodeUtf8, StatusError, statuses } from '@podlab/apimachinery';
import { parse as parseYaml } from 'yaml';
import { decodeProtobuf, isProtobufEnvelope } from '../../schema/decode-protobuf.ts';
import { goJsonFault } from '../../validation/json/go-json-fault.ts';

const accepted = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const goMap = 'map[string]interface {}';
/** What the kind of an object is read into. */
const typeMeta = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
/** So much of a body is shown. */
const mostShown = 30;

/**
 * What is in a body that is not surely a JSON object.
 * @throws StatusError 415 for a type of content that is none of an object
 * @throws Error
 */
export function parseOtherBody(body: Uint8Array, contentType: string): unknown {
  const [type = ''] = contentType.split(';');
  const isKnown = type === '' || type.includes('yaml') || accepted.includes(type.trim());
  if (!isKnown) throw statuses.unsupportedMediaType(accepted);
  if (isProtobufEnvelope(body)) return decodeProtobuf(body);
  const text = decodeUtf8(body);
  const value: unknown = type.includes('yaml') ? parseYaml(text, { uniqueKeys: false }) : JSON.parse(text);
  return value ?? {};
}

/**
 * The refusal of a body that holds no object.
 * @param kind that it should be of
 * @param fault what reading it has thrown
 * @see k8s.io/apiserver/pkg/endpoints/handlers/create.go transformDecodeError (v1.36)
 */
export function unreadable(body: Uint8Array, kind: string | undefined, fault: unknown): StatusError {
  const text = decodeUtf8(body);
  const fallback = fault instanceof Error ? fault.message : `json: cannot unmarshal into Go value of type ${goMap}`;
  const why = text === '' ? 'unexpected end of JSON input' : (goJsonFault(text) ?? fallback).replace(goMap, typeMeta);
  const start = kind === undefined ? '' : `the object provided is unrecognized (must be of type ${kind}): `;
  const shown = kind === undefined ? '' : ` (${summary(body, text)})`;
  return statuses.badRequest(`${start}couldn't get version/kind; json parse error: ${why}${shown}`);
}

function summary(body: Uint8Array, text: string): string {
  if (text === '') return '<empty>';
  const cut = body.length > mostShown ? ' ...' : '';
  if (text.startsWith('{')) return decodeUtf8(body.subarray(0, mostShown)) + cut;
  return Array.from(body.subarray(0, mostShown), (byte) => byte.toString(16).padStart(2, '0')).join('') + cut;
}
