import { encodeUtf8, StatusError } from '@podlab/apimachinery';
import { expect, it } from 'vitest';
import { parseBody } from './parse-body.ts';

function read(text: string, contentType = 'application/json') {
  try {
    return parseBody(encodeUtf8(text), contentType, 'ConfigMap');
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

const unrecognized =
  "400 the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: ";
const typeMeta = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
const unknownFormat =
  '415 the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf';

// As a cluster of v1.36.3 answered curl.
it.each([
  ['{"a":1}', 'application/json', { a: 1 }],
  ['{"a":1}', '', { a: 1 }],
  [' {"a":1}\n', 'application/json', { a: 1 }],
  ['a: 1', 'application/yaml', { a: 1 }],
  ['null', 'application/json', {}],
  ['{"a":1}', 'application/x-www-form-urlencoded', unknownFormat],
  ['{}', 'text/plain', unknownFormat],
  ['', 'application/json', `${unrecognized}unexpected end of JSON input (<empty>)`],
  ['{x', 'application/json', `${unrecognized}invalid character 'x' looking for beginning of object key string ({x)`],
  ['[]', 'application/json', `${unrecognized}json: cannot unmarshal array into Go value of type ${typeMeta} (5b5d)`],
  [
    '"x"',
    'application/json',
    `${unrecognized}json: cannot unmarshal string into Go value of type ${typeMeta} (227822)`,
  ],
])('%j of type %j', (text, contentType, expected) => {
  expect(read(text, contentType)).toEqual(expected);
});
