import { StatusError } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { openApiV2 } from './openapi-v2.ts';

describe('OpenAPI v2', () => {
  it('is a document of version 2.0 with a title and no schemas', () => {
    const { body, status } = openApiV2('application/com.github.proto-openapi.spec.v2@v1.0+protobuf');
    expect(status).toBe(200);
    expect(new TextDecoder().decode(body as Uint8Array)).toBe('\n\x032.0\x12\x15\n\nKubernetes\x12\x07v1.36.3');
  });

  it('is not there as JSON', () => {
    expect(() => openApiV2('application/json')).toThrow(StatusError);
  });
});
