/**
 * The messages of gRPC's health service.
 * @see grpc.health.v1.Health in the gRPC repository's health.proto
 */
import { type ByteString, fromUnicode, toUnicode } from '../files/bytes.ts';

export const healthCheckMethod = '/grpc.health.v1.Health/Check';

/** By number. */
export const servingStatuses = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;
export type ServingStatus = (typeof servingStatuses)[number];

/** `HealthCheckRequest{ string service = 1 }`, shorter than 128 bytes. */
export function formatHealthRequest(service: string): ByteString {
  const bytes = fromUnicode(service);
  return bytes === '' ? '' : `\x0a${String.fromCharCode(bytes.length)}${bytes}`;
}

export function parseHealthRequest(message: ByteString): string {
  return toUnicode(message.slice(2));
}

/** `HealthCheckResponse{ ServingStatus status = 1 }` */
export function formatHealthResponse(status: ServingStatus): ByteString {
  const number = servingStatuses.indexOf(status);
  return number === 0 ? '' : `\x08${String.fromCharCode(number)}`;
}

export function parseHealthResponse(message: ByteString): ServingStatus {
  return servingStatuses[message === '' ? 0 : message.charCodeAt(1)] ?? 'UNKNOWN';
}
