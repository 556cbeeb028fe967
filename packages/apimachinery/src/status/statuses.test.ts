import { describe, expect, it } from 'vitest';
import { fieldErrors } from '../validation/field-error.ts';
import { statuses } from './statuses.ts';

const pods = { group: '', resource: 'pods' };
const deployments = { group: 'apps', resource: 'deployments' };

describe('statuses', () => {
  it.each([
    [statuses.notFound(deployments, 'web'), 404, 'deployments.apps "web" not found'],
    [statuses.alreadyExists(pods, 'web'), 409, 'pods "web" already exists'],
    [statuses.forbidden(pods, 'web', 'no'), 403, 'pods "web" is forbidden: no'],
    [statuses.forbidden(pods, '', 'no'), 403, 'pods is forbidden: no'],
    [
      statuses.conflict(pods, 'x'),
      409,
      'Operation cannot be fulfilled on pods "x": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [statuses.methodNotSupported(pods, 'create'), 405, 'create is not supported on resources of kind "pods"'],
    [statuses.internalError('boom'), 500, 'Internal error occurred: boom'],
    [
      statuses.unsupportedMediaType(['a/b', 'c/d']),
      415,
      'the body of the request was in an unknown format - accepted media types include: a/b, c/d',
    ],
  ])('%s', (error, code, message) => {
    expect(error).toMatchObject({ code, message });
    expect(error.status).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure' });
  });

  it('names every fault of an invalid object once, and gives each as a cause', () => {
    const errors = [
      fieldErrors.required('spec.containers'),
      fieldErrors.invalid('spec.n', 99999, 'must be between 1 and 65535, inclusive'),
      fieldErrors.required('spec.containers'),
    ];
    const { message, status } = statuses.invalid({ group: 'apps', kind: 'Deployment' }, 'web', errors);
    expect(message).toBe(
      'Deployment.apps "web" is invalid: [spec.containers: Required value, spec.n: Invalid value: 99999: must be between 1 and 65535, inclusive]',
    );
    expect(status.details?.causes?.[1]).toEqual({
      reason: 'FieldValueInvalid',
      field: 'spec.n',
      message: 'Invalid value: 99999: must be between 1 and 65535, inclusive',
    });
  });
});

describe('fieldErrors', () => {
  it.each([
    [
      fieldErrors.notSupported('a', 'Sometimes', ['Always', 'Never']),
      'Unsupported value: "Sometimes": supported values: "Always", "Never"',
    ],
    [fieldErrors.duplicate('a', 'app'), 'Duplicate value: "app"'],
    [fieldErrors.notFound('a', 'v'), 'Not found: "v"'],
    [fieldErrors.forbidden('a', 'may not'), 'Forbidden: may not'],
    [fieldErrors.invalid('a', { app: 'other' }, 'no'), 'Invalid value: {"app":"other"}: no'],
    [fieldErrors.invalid('a', undefined, 'no'), 'Invalid value: null: no'],
    [fieldErrors.tooLong('a', 63), 'Too long: may not be more than 63 bytes'],
    [fieldErrors.tooMany('a', 3, 2), 'Too many: 3: must have at most 2 items'],
  ])('%j', (error, body) => {
    expect(error.body).toBe(body);
  });
});
