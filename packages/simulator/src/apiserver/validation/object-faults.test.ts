import { type FieldError, fieldErrorText } from '@podlab/apimachinery';
import { describe, expect, it } from 'vitest';
import { defaultHorizontalPodAutoscaler } from '../defaults/autoscaler-defaults.ts';
import { defaultService } from '../defaults/service-defaults.ts';
import { validateHorizontalPodAutoscaler } from './workloads/autoscaler.ts';
import { validateConfigMap } from './policies/configuration.ts';
import { validatePodDisruptionBudget } from './workloads/pod-disruption-budget.ts';
import { validateIngress } from './networking/ingress.ts';
import { validateLimitRange } from './policies/limit-range.ts';
import { validateNetworkPolicy } from './networking/network-policy.ts';
import { validateResourceQuota } from './policies/resource-quota.ts';
import { validateSecret } from './policies/secret.ts';
import { validateService } from './networking/service.ts';

/** A kind's validation, of a specification that its defaults have filled in. */
type FaultsOf = (spec: object) => readonly FieldError[];

const service: FaultsOf = (spec) => {
  const object = { spec: { ports: [{ port: 80 }], ...spec } } as Parameters<typeof defaultService>[0];
  defaultService(object);
  return validateService(object);
};
const autoscaler: FaultsOf = (spec) => {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'w' };
  const object = { spec: { scaleTargetRef, maxReplicas: 3, ...spec } } as never;
  defaultHorizontalPodAutoscaler(object);
  return validateHorizontalPodAutoscaler(object);
};
const path = (fields: object): object => ({ rules: [{ http: { paths: [fields] } }] });
const backend = { service: { name: '1web', port: { number: 80 } } };
const np: FaultsOf = (spec) => validateNetworkPolicy({ spec } as never);
const ingress: FaultsOf = (spec) => validateIngress({ spec });
const base64 = (text: string) => btoa(text);

// The wording is that of a v1.36.3 cluster.
describe('validation', () => {
  it.each<[string, FaultsOf, object, string[]]>([
    ['a Service', service, {}, []],
    [
      'a class of what is no balancer',
      service,
      { loadBalancerClass: 'a' },
      ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"],
    ],
    [
      'affinity for more than a day',
      service,
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'a port by two protocols',
      service,
      {
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 80, protocol: 'UDP' },
        ],
      },
      [],
    ],
    ['a name with a dot behind', service, { type: 'ExternalName', ports: [], externalName: 'example.com.' }, []],
    ['an autoscaler', autoscaler, {}, []],
    [
      'a metric without its target',
      autoscaler,
      { metrics: [{ type: 'Pods', pods: { metric: { name: 'm' }, target: { type: 'Value', value: '1' } } }] },
      ['spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue'],
    ],
    [
      'a target of the first API',
      autoscaler,
      { scaleTargetRef: { apiVersion: 'v1', kind: 'ReplicationController', name: 'w' } },
      [],
    ],
    ['an Ingress', ingress, path({ path: '/', pathType: 'Prefix', backend }), []],
    [
      'a path with a way up',
      ingress,
      path({ path: '/a/..', pathType: 'Exact', backend }),
      ['spec.rules[0].http.paths[0].path: Invalid value: "/a/..": cannot end with \'/..\''],
    ],
    [
      'a NetworkPolicy',
      np,
      { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 80, endPort: 90 }] }] },
      [],
    ],
    [
      'a hole that is no part',
      np,
      { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }] }] },
      ['spec.egress[0].to[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`'],
    ],
    [
      'a budget of more than all',
      (spec) => validatePodDisruptionBudget({ spec }),
      { minAvailable: '101%' },
      ['spec.minAvailable: Invalid value: "101%": must not be greater than 100%'],
    ],
    [
      'a quota of storage for Pods',
      (spec) => validateResourceQuota({ spec }),
      { hard: { 'requests.storage': '1' }, scopes: ['Terminating'] },
      ['spec.scopes: Invalid value: ["Terminating"]: unsupported scope applied to resource'],
    ],
    [
      'a ratio out of reach',
      (spec) => validateLimitRange({ spec } as never),
      { limits: [{ type: 'Container', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3' } }] },
      ['spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000'],
    ],
  ])('%s', (_what, faultsOf, spec, faults) => {
    expect(faultsOf(structuredClone(spec)).map(fieldErrorText)).toEqual(faults);
  });

  it.each<[string, object, string[]]>([
    ['kubernetes.io/basic-auth', { password: 'x' }, []],
    ['kubernetes.io/ssh-auth', { 'ssh-privatekey': '' }, ['data[ssh-privatekey]: Required value']],
    ['kubernetes.io/dockerconfigjson', { '.dockerconfigjson': '{"auths":{}}' }, []],
    [
      'kubernetes.io/dockerconfigjson',
      { '.dockerconfigjson': '[]' },
      [
        'data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}',
      ],
    ],
    [
      'kubernetes.io/dockercfg',
      { '.dockercfg': '{' },
      ['data[.dockercfg]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
    ],
    [
      'Opaque',
      { 'a b': '' },
      [
        "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ],
    ],
  ])('a Secret of type %s with %j', (type, texts, faults) => {
    const data = Object.fromEntries(Object.entries(texts).map(([key, text]: [string, string]) => [key, base64(text)]));
    expect(validateSecret({ type, data }).map(fieldErrorText)).toEqual(faults);
  });

  it('a ConfigMap of more than a mebibyte', () => {
    expect(validateConfigMap({ data: { a: 'x'.repeat(2 ** 20 + 1) } }).map(({ body }) => body)).toEqual([
      'Too long: may not be more than 1048576 bytes',
    ]);
  });
});
