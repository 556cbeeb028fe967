import { encodeUtf8 } from '@podlab/apimachinery';
import { describe, expect, test } from 'vitest';
import { createTestServer } from '../testing/test-server.ts';
import { decodeProtobuf } from './decode-protobuf.ts';

const message = (number: number, ...content: Uint8Array[]) => {
  const bytes = content.flatMap((part) => [...part]);
  return Uint8Array.of((number << 3) | 2, bytes.length, ...bytes);
};
const text = (number: number, value: string) => message(number, encodeUtf8(value));
const number = (field: number, value: number) => Uint8Array.of(field << 3, value);

function envelope(apiVersion: string, kind: string, ...content: Uint8Array[]): Uint8Array {
  return Uint8Array.of(
    0x6b,
    0x38,
    0x73,
    0x00,
    ...message(1, text(1, apiVersion), text(2, kind)),
    ...message(2, ...content),
  );
}

const metadata = (name: string) => message(1, text(1, name), text(2, ''), message(8));

describe('protobuf', () => {
  test('reads what kubectl create configmap sends', () => {
    const body = envelope('v1', 'ConfigMap', metadata('c2'), message(2, text(1, 'a'), text(2, '1')));
    expect(decodeProtobuf(body)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c2' },
      data: { a: '1' },
    });
  });

  test('tells zero from nothing where it matters, and puts inline fields where JSON has them', () => {
    const volume = message(1, text(1, 'v'), message(2, message(2)));
    const probe = message(
      10,
      message(1, message(2, text(1, '/'), message(2, number(1, 0), number(2, 80), text(3, '')))),
    );
    const spec = message(2, volume, message(2, text(1, 'app'), probe), number(5, 0));
    expect(decodeProtobuf(envelope('v1', 'Pod', metadata('p'), spec))['spec']).toEqual({
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'app', livenessProbe: { httpGet: { path: '/', port: 80 } } }],
      activeDeadlineSeconds: 0,
    });
  });

  test('reads delete options in whatever group they come', () => {
    const body = envelope('apps/v1', 'DeleteOptions', number(1, 5), text(4, 'Foreground'));
    expect(decodeProtobuf(body)).toMatchObject({ gracePeriodSeconds: 5, propagationPolicy: 'Foreground' });
  });

  test('is taken by the API server as JSON is', () => {
    const { send } = createTestServer();
    const body = envelope('v1', 'ConfigMap', metadata('c2'), message(2, text(1, 'a'), text(2, '1')));
    const answer = send('POST', '/api/v1/namespaces/default/configmaps?fieldValidation=Strict', {
      body,
      type: 'application/vnd.kubernetes.protobuf',
    });
    expect(answer).toMatchObject({ status: 201, json: { data: { a: '1' } } });
  });

  test.each([
    ['damaged', Uint8Array.of(0x6b, 0x38, 0x73, 0x00, 0x0a, 0x7f)],
    ['of an unknown kind', envelope('example.com/v1', 'Thing')],
  ])('refuses what is %s', (_what, body) => {
    const { send } = createTestServer();
    expect(send('POST', '/api/v1/namespaces/default/configmaps', { body })).toMatchObject({ status: 400 });
  });
});
