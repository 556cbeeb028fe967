import { expect, it } from 'vitest';
import { bytesOf } from '../files/bytes.ts';
import { GrpcCall } from './call.ts';
import { formatFrame, formatHeaders, FrameError, FrameParser, parseHeaders } from './frames.ts';
import { formatHealthRequest, formatHealthResponse, parseHealthRequest, parseHealthResponse } from './health.ts';

const headersOf = (code: string) => [['grpc-status', code] as const, ['grpc-message', 'unknown service'] as const];

it('writes frames as RFC 9113 lays them out', () => {
  expect([...bytesOf(formatFrame({ type: 1, flags: 4, stream: 3, payload: 'ab' }))]).toEqual([
    0, 0, 2, 1, 4, 0, 0, 0, 3, 97, 98,
  ]);
});

it('reads frames however they are cut', () => {
  const frames = [
    { type: 4, flags: 0, stream: 0, payload: '' },
    { type: 0, flags: 1, stream: 1, payload: 'x'.repeat(300) },
  ];
  const parser = new FrameParser();
  const read = [];
  for (const byte of frames.map(formatFrame).join('')) {
    parser.push(byte);
    for (let frame = parser.next(); frame; frame = parser.next()) read.push(frame);
  }
  expect(read).toEqual(frames);
});

it('takes no HTTP/1.1 for frames', () => {
  const parser = new FrameParser();
  parser.push('HTTP/1.1 400 Bad Request\r\n');
  expect(() => parser.next()).toThrow(FrameError);
});

it('reads the headers that it writes', () => {
  expect([...parseHeaders(formatHeaders(headersOf('5')))]).toEqual(headersOf('5'));
});

it.each(['', 'liveness', 'dienst-ü'])('reads the health request that it writes: %j', (service) => {
  expect(parseHealthRequest(formatHealthRequest(service))).toBe(service);
});

it.each(['UNKNOWN', 'SERVING', 'NOT_SERVING'] as const)('reads the health response that it writes: %s', (status) => {
  expect(parseHealthResponse(formatHealthResponse(status))).toBe(status);
});

it('asks only once the server has sent its settings', () => {
  const call = new GrpcCall({ authority: 'a:1', method: '/x/y', userAgent: 'test', body: '' });
  expect(call.out).toHaveLength(1);
  call.push(formatFrame({ type: 4, flags: 0, stream: 0, payload: '' }));
  expect(call.isConnected).toBe(true);
  expect(call.out).toHaveLength(4);
  call.push(formatFrame({ type: 1, flags: 5, stream: 1, payload: formatHeaders(headersOf('5')) }));
  expect(call.answer).toEqual({ code: 5, message: 'unknown service', body: '' });
});
