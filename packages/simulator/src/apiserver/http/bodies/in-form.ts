import { decodeUtf8, encodeUtf8, isMap, toYaml } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse, ApiStream } from '../../exchange.ts';
import { goJson } from './go-json.ts';
import { wantedForm } from './wanted-form.ts';

/** An answer in the form that its client wants. Documents that are no objects of the API stay as they are. */
export function inForm(request: ApiRequest, response: ApiResponse): ApiResponse {
  const form = wantedForm(request);
  const { body, headers, later } = response;
  if (form === 'kept' || later || !(headers['content-type'] ?? '').startsWith('application/json')) return response;
  if (typeof body !== 'string') return isStream(body) ? { ...response, body: orderedStream(body) } : response;
  const value: unknown = JSON.parse(body);
  if (!isMap(value) || typeof value['kind'] !== 'string') return response;
  if (form !== 'yaml') return { ...response, body: goJson(body, form === 'pretty') };
  return { ...response, headers: { ...headers, 'content-type': 'application/yaml' }, body: toYaml(value) };
}

/** A watch, event by event: it is never indented. */
function orderedStream(stream: ApiStream): ApiStream {
  return {
    subscribe: (sink) =>
      stream.subscribe({
        // The server writes whole lines.
        write: (chunk) => {
          const lines = decodeUtf8(chunk).split('\n');
          sink.write(encodeUtf8(lines.map((line) => (line === '' ? '' : goJson(line, false))).join('')));
        },
        end: () => sink.end(),
      }),
  };
}

function isStream(body: ApiResponse['body']): body is ApiStream {
  return typeof body === 'object' && 'subscribe' in body;
}
