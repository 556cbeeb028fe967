import type { PodSpec } from 'kubernetes-types/core/v1';
import type { ApiRequest, ApiResponse } from '../apiserver/exchange.ts';
import type { Difference, WrittenObject } from './difference.ts';

/** The differences that a client has met with this request and its answer. */
export function findMet(differences: readonly Difference[], request: ApiRequest, response: ApiResponse): Difference[] {
  const [path = ''] = request.path.split('?');
  const written = differences.some(({ metBy }) => metBy?.object ?? metBy?.podSpec)
    ? writtenObject(request, response)
    : undefined;
  const podSpec = written && podSpecOf(written);
  return differences.filter(
    ({ metBy }) =>
      metBy !== undefined &&
      (metBy.path?.test(path) ||
        (written !== undefined && metBy.object?.(written)) ||
        (podSpec !== undefined && metBy.podSpec?.(podSpec))),
  );
}

/** The object that a client created or changed, as it was answered. */
function writtenObject({ method }: ApiRequest, { status, body }: ApiResponse): WrittenObject | undefined {
  const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH';
  if (!isWrite || status >= 300 || typeof body !== 'string' || !body.startsWith('{')) return undefined;
  return { ...(JSON.parse(body) as Omit<WrittenObject, 'isNew'>), isNew: status === 201 };
}

/** Of a Pod, or of the Pods that an object makes. */
function podSpecOf({ kind, spec }: WrittenObject): PodSpec | undefined {
  if (kind === 'Pod') return spec as PodSpec;
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: { spec?: PodSpec };
    jobTemplate?: { spec?: { template?: { spec?: PodSpec } } };
  };
  return template?.spec ?? jobTemplate?.spec?.template?.spec;
}
