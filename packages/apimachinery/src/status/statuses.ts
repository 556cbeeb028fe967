import { StatusError } from '../status-error.ts';
import { aggregateFieldErrors, fieldErrorCauses, type FieldError } from '../validation/field-error.ts';

/** A resource without its version: `{ group: 'apps', resource: 'deployments' }`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** A kind without its version: `{ group: 'apps', kind: 'Deployment' }`. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** `deployments.apps`, or `pods` for the core group: how messages name a resource. */
export function groupResourceText({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/**
 * The API's errors, worded as the API server words them.
 * @see k8s.io/apimachinery/pkg/api/errors/errors.go (v1.36)
 */
export const statuses = {
  notFound: (resource: GroupResource, name: string) =>
    new StatusError({
      message: `${groupResourceText(resource)} ${quote(name)} not found`,
      reason: 'NotFound',
      details: detailsOf(resource, name),
      code: 404,
    }),

  /** For a path that leads nowhere. */
  unknownPath: () =>
    new StatusError({
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      details: {},
      code: 404,
    }),

  alreadyExists: (resource: GroupResource, name: string) =>
    new StatusError({
      message: `${groupResourceText(resource)} ${quote(name)} already exists`,
      reason: 'AlreadyExists',
      details: detailsOf(resource, name),
      code: 409,
    }),

  /** @param why default: the object was changed since it was read */
  conflict: (resource: GroupResource, name: string, why: string = modifiedText) =>
    new StatusError({
      message: `Operation cannot be fulfilled on ${groupResourceText(resource)} ${quote(name)}: ${why}`,
      reason: 'Conflict',
      details: detailsOf(resource, name),
      code: 409,
    }),

  forbidden: (resource: GroupResource, name: string, why: string) =>
    new StatusError({
      message:
        name === ''
          ? `${groupResourceText(resource)} is forbidden: ${why}`
          : `${groupResourceText(resource)} ${quote(name)} is forbidden: ${why}`,
      reason: 'Forbidden',
      details: detailsOf(resource, name),
      code: 403,
    }),

  invalid: (kind: GroupKind, name: string, errors: readonly FieldError[]) => {
    const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
    const faults = errors.length === 0 ? '' : `: ${aggregateFieldErrors(errors)}`;
    return new StatusError({
      message: `${qualified} ${quote(name)} is invalid${faults}`,
      reason: 'Invalid',
      details: { ...detailsOf({ group: kind.group, resource: kind.kind }, name), causes: fieldErrorCauses(errors) },
      code: 422,
    });
  },

  /** A JSON patch that does not apply: the API server keeps what failed to itself. */
  unprocessable: (options?: ErrorOptions) =>
    new StatusError(
      {
        message: 'the server rejected our request due to an error in our request',
        reason: 'Invalid',
        details: {},
        code: 422,
      },
      options,
    ),

  badRequest: (message: string) => new StatusError({ message, reason: 'BadRequest', code: 400 }),

  unauthorized: (message = 'Unauthorized') => new StatusError({ message, reason: 'Unauthorized', code: 401 }),

  /** The resourceVersion or continue token is too old. */
  expired: (message: string) => new StatusError({ message, reason: 'Expired', code: 410 }),

  /** @param retryAfterSeconds 0: the client need not wait */
  tooManyRequests: (
    message: string,
    options: {
      readonly retryAfterSeconds?: number;
      readonly causes?: readonly { reason: string; message: string }[];
    } = {},
  ) =>
    new StatusError({
      message,
      reason: 'TooManyRequests',
      details: {
        ...(options.causes ? { causes: options.causes } : {}),
        ...(options.retryAfterSeconds ? { retryAfterSeconds: options.retryAfterSeconds } : {}),
      },
      code: 429,
    }),

  /** @param action the verb as the API names it, such as `create` or `deletecollection` */
  methodNotSupported: (resource: GroupResource, action: string) =>
    new StatusError({
      message: `${action} is not supported on resources of kind ${quote(groupResourceText(resource))}`,
      reason: 'MethodNotAllowed',
      details: detailsOf(resource, ''),
      code: 405,
    }),

  unsupportedMediaType: (accepted: readonly string[]) =>
    new StatusError({
      message:
        'the body of the request was in an unknown format - accepted media types include: ' + accepted.join(', '),
      reason: 'UnsupportedMediaType',
      code: 415,
    }),

  notAcceptable: (accepted: readonly string[]) =>
    new StatusError({
      message: `only the following media types are accepted: ${accepted.join(', ')}`,
      reason: 'NotAcceptable',
      code: 406,
    }),

  internalError: (why: string, options?: ErrorOptions) =>
    new StatusError(
      {
        message: `Internal error occurred: ${why}`,
        reason: 'InternalError',
        details: { causes: [{ message: why }] },
        code: 500,
      },
      options,
    ),
};

const modifiedText = 'the object has been modified; please apply your changes to the latest version and try again';

function detailsOf({ group, resource }: GroupResource, name: string) {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
