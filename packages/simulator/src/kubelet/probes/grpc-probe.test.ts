import { formatHealthResponse } from '@podlab/shell';
import { expect, it } from 'vitest';
import { type GrpcCheck, judgeGrpcCheck } from './grpc-probe.ts';

const answered = (code: number, message: string): GrpcCheck => ({
  kind: 'answered',
  answer: { code, message, body: '' },
});
const status = (name: 'SERVING' | 'NOT_SERVING' | 'UNKNOWN'): GrpcCheck => ({
  kind: 'answered',
  answer: { code: 0, message: '', body: formatHealthResponse(name) },
});
const noHealth = 'unknown service grpc.health.v1.Health';

it.each<[string, GrpcCheck, string]>([
  ['a serving server', status('SERVING'), 'success'],
  ['one that does not serve', status('NOT_SERVING'), 'service unhealthy (responded with "NOT_SERVING")'],
  ['one that does not know', status('UNKNOWN'), 'service unhealthy (responded with "UNKNOWN")'],
  [
    'nothing there',
    { kind: 'not connected' },
    'timeout: failed to connect service "10.244.0.5:9000" within 3s: context deadline exceeded',
  ],
  ['a slow one', { kind: 'late' }, 'timeout: health rpc did not complete within 3s'],
  [
    'an unknown service',
    answered(5, 'unknown service'),
    'error: health rpc probe failed: rpc error: code = NotFound desc = unknown service',
  ],
  [
    'no health service',
    answered(12, noHealth),
    `error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ${noHealth}`,
  ],
  [
    'one that hangs up',
    { kind: 'broken', why: 'error reading from server: EOF' },
    'error: health rpc probe failed: rpc error: code = Unavailable desc = error reading from server: EOF',
  ],
])('judges %s', (_, check, words) => {
  const outcome = judgeGrpcCheck(check, '10.244.0.5:9000', 3);
  expect(outcome.kind === 'failure' ? outcome.output : outcome.kind).toBe(words);
});
