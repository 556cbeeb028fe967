import { describe, expect, it } from 'vitest';
import { DecodeError, decodeJson } from './decode-json.ts';

function faultOf(type: string, object: object): DecodeError | undefined {
  try {
    decodeJson(type, { ...object });
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

describe('decodeJson', () => {
  // As encoding/base64 of go1.26.8 says it.
  it.each([
    ['YQ==', undefined],
    ['ab==', undefined],
    ['Y\nQ==\n', undefined],
    ['not base64!', 3],
    ['abc', 0],
    ['cGFzcw=', 7],
    ['cGFzcw==x', 8],
    ['%%%', 0],
    ['ab=c', 2],
    ['a===', 1],
    ['=abc', 0],
    ['YWJj=', 4],
    ['YWJjZA', 4],
  ])('reads %j as bytes, up to %s', (text, place) => {
    const message = place === undefined ? undefined : `illegal base64 data at input byte ${place}`;
    expect(faultOf('core.Secret', { data: { a: text } })?.message).toBe(message);
  });

  const container = (fields: object) => ({ spec: { containers: [fields] } });

  it('writes times that are not set as null, as Go does, but for the time of creation', () => {
    const conditions = [{ type: 'Ready', status: 'True', lastProbeTime: null }];
    const pod = { metadata: { name: 'web', creationTimestamp: null }, status: { conditions } };
    expect(decodeJson('core.Pod', pod).object).toMatchObject({
      metadata: { name: 'web' },
      status: { conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null, lastTransitionTime: null }] },
    });
    expect(decodeJson('core.Pod', pod).object['metadata']).not.toHaveProperty('creationTimestamp');
  });

  it('does not take a number for what it is too big for', () => {
    expect(faultOf('core.Pod', { spec: { priority: 3e9 } })?.message).toBe(
      'json: cannot unmarshal number 3000000000 into Go struct field PodSpec.spec.priority of type int32',
    );
  });

  it.each<[object, string, string]>([
    [
      container({ image: 5 }),
      'number into Go struct field Container.spec.containers.image of type string',
      'cannot convert int64 to string',
    ],
    [
      container({ tty: 'yes' }),
      'string into Go struct field Container.spec.containers.tty of type bool',
      'unrecognized type: bool',
    ],
    [
      container({ ports: [{ containerPort: 1.5 }] }),
      'number 1.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      'cannot convert float64 to int32',
    ],
    [
      container({ args: 'a' }),
      'string into Go struct field Container.spec.containers.args of type []string',
      'cannot restore slice from string',
    ],
    [
      container({ resources: { limits: [] } }),
      'array into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
      'cannot restore map from slice',
    ],
    [
      { spec: { volumes: [{ secret: 'a' }] } },
      'string into Go struct field Volume.spec.volumes.VolumeSource.secret of type v1.SecretVolumeSource',
      'cannot restore struct from: string',
    ],
  ])('does not fit: %j', (object, message, ofPatched) => {
    expect(faultOf('core.Pod', object)).toMatchObject({ message: `json: cannot unmarshal ${message}`, ofPatched });
  });
});
