import { describe, expect, it } from 'vitest';
import { mergeSchemaOf } from './merge-schema.ts';
import { applyStrategicPatch } from './strategic-merge.ts';
import { createThreeWayPatch } from './three-way.ts';

const deployment = (containers: object[], spec: object = {}) => ({
  spec: { ...spec, template: { spec: { containers } } },
});

describe('createThreeWayPatch', () => {
  it('is empty when the cluster has it all', () => {
    const modified = deployment([{ name: 'app', image: 'a' }], { replicas: 2 });
    const current = deployment([{ name: 'app', image: 'a', terminationMessagePath: '/dev/termination-log' }], {
      replicas: 2,
      progressDeadlineSeconds: 600,
    });
    expect(createThreeWayPatch({ original: modified, modified, current }, mergeSchemaOf('Deployment'))).toEqual({});
  });

  it('removes what was applied before and is not any more, and leaves what others set', () => {
    const original = { metadata: { labels: { a: '1', b: '2' } } };
    const modified = { metadata: { labels: { a: '1' } } };
    const current = { metadata: { labels: { a: '1', b: '2', c: 'by another' } } };
    const patch = createThreeWayPatch({ original, modified, current }, mergeSchemaOf('Pod'));
    expect(patch).toEqual({ metadata: { labels: { b: null } } });
  });

  it('removes a container that is not applied any more, in a list that keeps its order', () => {
    const original = deployment([{ name: 'app' }, { name: 'old' }]);
    const modified = deployment([{ name: 'app' }, { name: 'new', image: 'n' }]);
    const current = deployment([{ name: 'injected' }, { name: 'app', image: 'a' }, { name: 'old' }]);
    const schema = mergeSchemaOf('Deployment');
    const patch = createThreeWayPatch({ original, modified, current }, schema);
    expect(patch).toEqual({
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'app' }, { name: 'new' }],
            containers: [
              { name: 'new', image: 'n' },
              { $patch: 'delete', name: 'old' },
            ],
          },
        },
      },
    });
    expect(applyStrategicPatch(current, patch, schema)).toEqual(
      deployment([{ name: 'injected' }, { name: 'app', image: 'a' }, { name: 'new', image: 'n' }]),
    );
  });

  it('clears a union member through $retainKeys', () => {
    const original = deployment([], { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } });
    const modified = deployment([], { strategy: { type: 'Recreate' } });
    const current = deployment([], {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
    const schema = mergeSchemaOf('Deployment');
    const patch = createThreeWayPatch({ original, modified, current }, schema);
    expect(applyStrategicPatch(current, patch, schema)).toEqual(modified);
  });

  it('takes away a finalizer that was applied before', () => {
    const patch = createThreeWayPatch(
      {
        original: { metadata: { finalizers: ['a', 'b'] } },
        modified: { metadata: { finalizers: ['a'] } },
        current: { metadata: { finalizers: ['a', 'b', 'c'] } },
      },
      mergeSchemaOf('Pod'),
    );
    expect(patch).toEqual({
      metadata: { '$setElementOrder/finalizers': ['a'], '$deleteFromPrimitiveList/finalizers': ['b'] },
    });
  });
});
