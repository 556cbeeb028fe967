import { StatusError, statuses } from '@podlab/apimachinery';

/** In what shape a client wants what it asks for. */
export type Shape = 'object' | 'partial' | 'table';

const served = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'application/cbor'];
const readable = new Set(['application/json', 'application/yaml', '*/*', 'application/*']);

/**
 * The first shape in an Accept header that can be served.
 * @throws StatusError 406 when there is none
 */
export function acceptedShape(accept: string | undefined): Shape {
  if (!accept) return 'object';
  for (const item of accept.split(',')) {
    const [type = '', ...parameters] = item.split(';').map((part) => part.trim());
    if (!readable.has(type)) continue;
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3);
    if (as === undefined) return 'object';
    const isV1 = parameters.includes('v=v1') && parameters.includes('g=meta.k8s.io');
    if (as === 'Table' && isV1) return 'table';
    if ((as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') && isV1) return 'partial';
  }
  throw served.some((type) => accept.includes(type)) ? statuses.notAcceptable(served) : notRouted();
}

/** Of a type that no route makes: that is said before the request reaches one. @see github.com/emicklei/go-restful */
function notRouted(): StatusError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${served.slice(0, 3).join(', ')}`;
  return new StatusError({ message, reason: 'NotAcceptable', details: {}, code: 406 });
}

/** Whether an Accept header wants discovery in one document, and in which version of it. */
export function acceptedDiscovery(accept: string | undefined): 'v2' | 'v2beta1' | undefined {
  for (const item of (accept ?? '').split(',')) {
    const parts = item.split(';').map((part) => part.trim());
    if (!parts.includes('as=APIGroupDiscoveryList')) {
      if (parts[0] === 'application/json') return undefined;
      continue;
    }
    if (parts.includes('v=v2')) return 'v2';
    if (parts.includes('v=v2beta1')) return 'v2beta1';
  }
  return undefined;
}
