import {
  decodeUtf8,
  encodeUtf8,
  isMap,
  parseFieldSelector,
  statuses,
  type KubeObject,
  type Stored,
} from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse, ApiStream } from '../../exchange.ts';
import { type Conversion, conversions } from '../../versions/conversion.ts';
import { type OtherVersion, otherVersions } from '../../versions/other-versions.ts';
import { applyType } from '../verbs/apply-object.ts';
import type { HttpContext } from '../http-context.ts';
import { checkEvent } from './check-event.ts';
import { parseBody } from './parse-body.ts';
import { applyPatch, patchKind } from '../verbs/patch-object.ts';
import type { ApiPath } from '../request-info.ts';
import { readObject } from '../verbs/post-object.ts';

/** The version that a path names, when it is served and not stored. */
export function findOtherVersion({ group, version, rest }: ApiPath): OtherVersion | undefined {
  const plural = rest[0] === 'namespaces' && rest.length > 2 ? rest[2] : rest[0];
  return otherVersions.find(
    ({ definition }) => definition.group === group && definition.version === version && definition.plural === plural,
  );
}

/**
 * Answers a request in a version that is not stored: what comes in is converted, asked for in the stored version, and
 * what comes back is converted again. A patch is applied to the object as this version shows it.
 * @param ask in the stored version
 */
export function answerInVersion(
  context: HttpContext,
  other: OtherVersion,
  request: ApiRequest,
  ask: (request: ApiRequest) => ApiResponse,
): ApiResponse {
  const { definition } = other;
  const conversion = conversions[definition.group];
  if (!conversion) throw statuses.unknownPath();
  const { fromStored, toStored } = conversion;
  const path = storedPath(other, conversion, request.path);
  const [, namespace] = /\/namespaces\/([^/?]+)/.exec(path) ?? [];
  const query = new URL(request.path, 'http://server').searchParams;
  const asking = (method: string, object?: KubeObject): ApiRequest => ({
    ...request,
    method,
    path,
    ...(object && {
      headers: { ...request.headers, 'content-type': 'application/json' },
      body: encodeUtf8(JSON.stringify(object)),
    }),
  });
  const convert = (response: ApiResponse) => converted(response, other, fromStored);
  switch (request.method) {
    case 'POST':
    case 'PUT': {
      const { object } = readObject(context, request, definition, query);
      const stored = toStored(object);
      if (definition.plural === 'events') checkEvent(stored, namespace, true);
      return convert(ask(asking(request.method, stored)));
    }
    case 'PATCH': {
      const type = request.headers['content-type'];
      if (type?.startsWith(applyType)) {
        const body = toStored(parseBody(request.body, applyType));
        return convert(ask({ ...request, path, body: encodeUtf8(JSON.stringify(body)) }));
      }
      const present = ask({ ...asking('GET'), headers: { accept: 'application/json' } });
      if (present.status !== 200) return convert(present);
      const shown = fromStored(JSON.parse(textOf(present.body)) as KubeObject) as Stored;
      const patched = applyPatch(patchKind(type), shown, request.body) as Record<string, unknown>;
      const { object } = context.codec.incoming(patched, definition);
      return convert(ask(asking('PUT', toStored(object))));
    }
    default:
      return convert(ask(asking(request.method)));
  }
}

/** @throws StatusError 400 for a selector of fields that this version does not have */
function storedPath({ definition, storedAt }: OtherVersion, { storedField }: Conversion, path: string): string {
  const stored = path.replace(`/apis/${definition.group}/${definition.version}/`, `${storedAt}/`);
  const url = new URL(stored, 'http://server');
  const selector = url.searchParams.get('fieldSelector');
  if (!selector || !storedField) return stored;
  const fields = parseFieldSelector(selector).map(({ field, operator, value }) => {
    const known = storedField(field);
    if (known === undefined) throw statuses.badRequest(`field label not supported: ${field}`);
    return `${known}${operator}${value.replaceAll(/[\\,=]/g, String.raw`\$&`)}`;
  });
  url.searchParams.set('fieldSelector', fields.join(','));
  return `${url.pathname}${url.search}`;
}

function converted(
  response: ApiResponse,
  { definition }: OtherVersion,
  fromStored: Conversion['fromStored'],
): ApiResponse {
  const { body } = response;
  if (isStream(body)) return { ...response, body: convertedStream(body, fromStored) };
  const answer = JSON.parse(textOf(body)) as Record<string, unknown>;
  if (answer['kind'] === 'Status') return { ...response, body: `${JSON.stringify(statusOf(definition, answer))}\n` };
  return { ...response, body: `${JSON.stringify(convertAnswer(answer, fromStored))}\n` };
}

/** What is said of a resource names its group. */
function statusOf({ group, plural }: OtherVersion['definition'], status: Record<string, unknown>): object {
  const { message, details } = status;
  if (!isMap(details) || details['kind'] !== plural || details['group'] === group) return status;
  const { name, kind, ...rest } = details;
  return {
    ...status,
    message: typeof message === 'string' ? message.replace(`${plural} "`, `${plural}.${group} "`) : message,
    details: { name, group, kind, ...rest },
  };
}

/** Statuses and Tables are the same in each version; lists hold objects. */
function convertAnswer(answer: Record<string, unknown>, fromStored: Conversion['fromStored']): unknown {
  const { kind, items } = answer;
  if (kind === 'Status' || kind === 'Table' || String(kind).startsWith('PartialObjectMetadata')) return answer;
  if (!Array.isArray(items)) return fromStored(answer);
  const shown = items.map((item) => {
    const { apiVersion, kind: _kind, ...rest } = fromStored(item as KubeObject);
    return { version: apiVersion, rest };
  });
  const [first] = shown;
  return { ...answer, ...(first && { apiVersion: first.version }), items: shown.map(({ rest }) => rest) };
}

function convertedStream(stream: ApiStream, fromStored: Conversion['fromStored']): ApiStream {
  return {
    subscribe: (sink) =>
      stream.subscribe({
        // The server writes whole lines.
        write: (chunk) => {
          const lines = decodeUtf8(chunk)
            .split('\n')
            .filter((line) => line !== '');
          const shown = lines.map((line) => {
            const event = JSON.parse(line) as { type: string; object: Record<string, unknown> };
            const isOwn = event.type !== 'BOOKMARK' && event.type !== 'ERROR' && isMap(event.object);
            return JSON.stringify({ ...event, object: isOwn ? convertAnswer(event.object, fromStored) : event.object });
          });
          sink.write(encodeUtf8(`${shown.join('\n')}\n`));
        },
        end: () => sink.end(),
      }),
  };
}

function isStream(body: ApiResponse['body']): body is ApiStream {
  return typeof body === 'object' && 'subscribe' in body;
}

function textOf(body: ApiResponse['body']): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? decodeUtf8(body) : '';
}
