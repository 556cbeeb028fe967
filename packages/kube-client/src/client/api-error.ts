import { isMap, type Status, StatusError, type StatusReason } from '@podlab/apimachinery';
import { TransportError } from '../transport.ts';

const reasons: Readonly<Record<number, readonly [StatusReason, string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  403: ['Forbidden', 'the server refused the request'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  410: ['Expired', 'the requested version is gone'],
  415: ['UnsupportedMediaType', 'the server does not support the media type of the request'],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
};

/** The error that an answer's body describes; when it is no `Status`, the one that its HTTP status stands for. */
export function errorFromAnswer(httpStatus: number, body: string): StatusError {
  const status = parseStatus(body);
  if (status) return new StatusError(status);
  const [reason, message] = reasons[httpStatus] ?? [
    'InternalError',
    `an error on the server (${JSON.stringify(body.slice(0, 500))}) has prevented the request from succeeding`,
  ];
  return new StatusError({ reason, message, code: httpStatus });
}

/** A refused upgrade as the API's own error, if the answer holds one. */
export function errorFromRefusal(error: unknown): unknown {
  if (!(error instanceof TransportError) || !error.response) return error;
  return errorFromAnswer(error.response.status, error.response.body);
}

/** The `Status` that a text holds, if it is one. */
export function parseStatus(body: string): Status | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isMap(value) && value['kind'] === 'Status' ? (value as unknown as Status) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
