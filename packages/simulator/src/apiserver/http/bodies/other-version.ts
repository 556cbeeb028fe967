import { decodeUtf8, encodeUtf8, isMap, type KubeObject, type Stored } from '@podlab/apimachinery';
import type { ApiRequest, ApiResponse, ApiStream } from '../../exchange.ts';
import { fromAutoscalingV1, toAutoscalingV1 } from '../../versions/autoscaling-v1.ts';
import { type OtherVersion, otherVersions } from '../../versions/other-versions.ts';
import { applyType } from '../verbs/apply-object.ts';
import type { HttpContext } from '../http-context.ts';
import { parseBody } from './parse-body.ts';
import { applyPatch, patchKind } from '../verbs/patch-object.ts';
import type { ApiPath } from '../request-info.ts';
import { readObject } from '../verbs/post-object.ts';

type Conversion = (object: KubeObject) => KubeObject;

/** Between the two versions of the one resource that has two. */
const conversion: { readonly fromStored: Conversion; readonly toStored: Conversion } = {
  fromStored: toAutoscalingV1,
  toStored: fromAutoscalingV1,
};

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
  const { definition, storedVersion } = other;
  const { fromStored, toStored } = conversion;
  const path = request.path.replace(
    `/apis/${definition.group}/${definition.version}/`,
    `/apis/${definition.group}/${storedVersion}/`,
  );
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
  const convert = (response: ApiResponse) => converted(response, fromStored);
  switch (request.method) {
    case 'POST':
    case 'PUT': {
      const { object } = readObject(context, request, definition, query);
      return convert(ask(asking(request.method, toStored(object))));
    }
    case 'PATCH': {
      const type = request.headers['content-type'];
      if (type?.startsWith(applyType)) {
        const body = toStored(parseBody(request.body, applyType));
        return convert(ask({ ...request, path, body: encodeUtf8(JSON.stringify(body)) }));
      }
      const present = ask({ ...asking('GET'), headers: { accept: 'application/json' } });
      if (present.status !== 200) return present;
      const shown = fromStored(JSON.parse(textOf(present.body)) as KubeObject) as Stored;
      const patched = applyPatch(patchKind(type), shown, request.body) as Record<string, unknown>;
      const { object } = context.codec.incoming(patched, definition);
      return convert(ask(asking('PUT', toStored(object))));
    }
    default:
      return convert(ask(asking(request.method)));
  }
}

function converted(response: ApiResponse, fromStored: Conversion): ApiResponse {
  const { body } = response;
  if (isStream(body)) return { ...response, body: convertedStream(body, fromStored) };
  const answer = JSON.parse(textOf(body)) as Record<string, unknown>;
  return { ...response, body: `${JSON.stringify(convertAnswer(answer, fromStored))}\n` };
}

/** Statuses and Tables are the same in each version; lists hold objects. */
function convertAnswer(answer: Record<string, unknown>, fromStored: Conversion): unknown {
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

function convertedStream(stream: ApiStream, fromStored: Conversion): ApiStream {
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
