import { expect, it } from 'vitest';
import { apiTypes } from '../schema/api-types.ts';
import { rareApiTypes } from '../schema/rare-api-types.ts';
import { resources } from '../registry/resources.ts';
import { describedNames } from './descriptions.ts';
import { schemasOf } from './schemas.ts';

const allTypes = `${apiTypes}${rareApiTypes}`;
const all = schemasOf(resources.map(({ group, version, kind }) => ({ group, version, kind })));

function schema(name: string) {
  return all[name] as {
    readonly description?: string;
    readonly required?: readonly string[];
    readonly properties: Readonly<Record<string, object>>;
    readonly 'x-kubernetes-group-version-kind'?: readonly object[];
  };
}

it('has a schema for every kind that is served', () => {
  const kinds = Object.values(all).flatMap(
    (one) => (one as { 'x-kubernetes-group-version-kind'?: object[] })['x-kubernetes-group-version-kind'] ?? [],
  );
  const served = resources.map(({ group, version, kind }) => ({ group, version, kind }));
  expect(kinds).toHaveLength(served.length);
  expect(kinds).toEqual(expect.arrayContaining(served));
});

it('refers only to schemas that are there', () => {
  const refs = [...JSON.stringify(all).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
  expect(refs.length).toBeGreaterThan(100);
  expect(refs.filter((name) => !(name in all))).toEqual([]);
});

it('says of a field what it is made of, whether it must be there, and what it means', () => {
  const podSpec = schema('io.k8s.api.core.v1.PodSpec');
  expect(podSpec.required).toEqual(['containers']);
  expect(podSpec.properties['containers']).toMatchObject({
    type: 'array',
    items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }] },
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    description: expect.stringContaining('at least one') as string,
  });
  expect(podSpec.properties['terminationGracePeriodSeconds']).toMatchObject({ type: 'integer', format: 'int64' });
  expect(schema('io.k8s.api.core.v1.Pod').properties).toHaveProperty('apiVersion');
});

it.each([
  ['core.Container', 'imagePullPolicy', { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] }],
  ['core.PodSpec', 'restartPolicy', { type: 'string', enum: ['Always', 'Never', 'OnFailure'] }],
  [
    'core.PersistentVolumeClaimSpec',
    'accessModes',
    { items: { enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] } },
  ],
])('says what %s.%s may be', (type, field, expected) => {
  expect(schema(type.replace('core', 'io.k8s.api.core.v1')).properties[field]).toMatchObject(expected);
});

it.each([
  ['must be given although Go leaves it out when it is empty', 'core.v1.ContainerRestartRule', 'action', true],
  ['need not be given although Go always writes it', 'discovery.v1.EndpointSlice', 'endpoints', false],
  ['must be given as Go always writes it', 'apps.v1.DeploymentSpec', 'selector', true],
])('knows what %s', (_, type, field, isRequired) => {
  expect(schema(`io.k8s.api.${type}`).required?.includes(field) ?? false).toBe(isRequired);
});

it('has the fields of a kind also where one stands in another', () => {
  const ofApps = schemasOf([{ group: 'apps', version: 'v1', kind: 'StatefulSet' }]);
  expect(ofApps['io.k8s.api.core.v1.PersistentVolumeClaim']).toHaveProperty('properties.kind');
  expect(ofApps['io.k8s.api.core.v1.PodTemplateSpec']).not.toHaveProperty('properties.kind');
});

it('explains only what there is', () => {
  const unknown = describedNames.filter((name) => {
    const dot = name.lastIndexOf('.');
    const isType = allTypes.includes(`\n${name}: `);
    const line = allTypes.split('\n').find((one) => one.startsWith(`${name.slice(0, dot)}: `)) ?? '';
    return !isType && !new RegExp(`[ ;]${name.slice(dot + 1)} `).test(line);
  });
  expect(unknown).toEqual([]);
});
