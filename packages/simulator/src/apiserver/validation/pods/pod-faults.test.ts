import { fieldErrorText } from '@podlab/apimachinery';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import { defaultPod } from '../../defaults/pod-defaults.ts';
import { validatePod } from './pod-spec.ts';

type Row = readonly [what: string, spec: object, container: object, faults: readonly string[]];

/** The faults of a Pod of one container, which the API server has filled in. */
function faultsOf(spec: object, container: object): string[] {
  const app = { name: 'app', image: 'busybox:1.37', ...container };
  const pod = structuredClone({ metadata: { name: 'x' }, spec: { containers: [app], ...spec } }) as Pod;
  defaultPod(pod);
  return validatePod(pod).map(fieldErrorText);
}

const v = { name: 'v', emptyDir: {} };
const mounted = (mount: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...mount }] });
const shown = (valueFrom: object) => ({ env: [{ name: 'A', valueFrom }] });
const c0 = 'spec.containers[0]';

// What is wrong and what is not, of each rule; the wording is that of a v1.36.3 cluster.
const containers: readonly Row[] = [
  ['nothing wrong', {}, {}, []],
  [
    'two host ports',
    {},
    {
      ports: [
        { containerPort: 1, hostPort: 5 },
        { containerPort: 2, hostPort: 5 },
      ],
    },
    [`${c0}.ports[1].hostPort: Duplicate value: "TCP//5"`],
  ],
  [
    'host ports of other protocols',
    {},
    {
      ports: [
        { containerPort: 1, hostPort: 5 },
        { containerPort: 2, hostPort: 5, protocol: 'UDP' },
      ],
    },
    [],
  ],
  [
    'no mount path',
    { volumes: [v] },
    { volumeMounts: [{ name: 'v' }] },
    [`${c0}.volumeMounts[0].mountPath: Required value`],
  ],
  [
    'a way up',
    { volumes: [v] },
    mounted({ subPath: 'a/../b' }),
    [`${c0}.volumeMounts.subPath: Invalid value: "a/../b": must not contain '..'`],
  ],
  ['a name with dots', { volumes: [v] }, mounted({ subPath: 'a..b' }), []],
  [
    'an unknown propagation',
    { volumes: [v] },
    mounted({ mountPropagation: 'Both' }),
    [
      `${c0}.volumeMounts.mountPropagation: Unsupported value: "Both": supported values: "Bidirectional", "HostToContainer", "None"`,
    ],
  ],
  [
    'a volume with a fault of its own',
    { volumes: [{ name: 'v', secret: {} }] },
    mounted({}),
    ['spec.volumes[0].secret.secretName: Required value', `${c0}.volumeMounts[0].name: Not found: "v"`],
  ],
  ['a field of the Pod', {}, shown({ fieldRef: { fieldPath: "metadata.labels['app']" } }), []],
  [
    'a field that there is not',
    {},
    shown({ fieldRef: { fieldPath: 'metadata.uids' } }),
    [
      `${c0}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.uids": error converting fieldPath: field label not supported: metadata.uids`,
    ],
  ],
  [
    'an amount of another container',
    {},
    shown({ resourceFieldRef: { resource: 'requests.memory', divisor: '1Mi' } }),
    [],
  ],
  [
    'a divisor that divides nothing',
    {},
    shown({ resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } }),
    [
      `${c0}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
    ],
  ],
  [
    'huge pages without memory',
    {},
    { resources: { limits: { 'hugepages-2Mi': '2Mi' } } },
    [`${c0}.resources: Forbidden: HugePages require cpu or memory`],
  ],
  ['another unit of its own', {}, { resources: { limits: { 'example.com/gpu': '2' } } }, []],
  [
    'a resource of the API',
    {},
    { resources: { limits: { pods: '2' } } },
    ['limits', 'requests'].map(
      (list) => `${c0}.resources.${list}[pods]: Invalid value: "pods": must be a standard resource for containers`,
    ),
  ],
  [
    'restart rules',
    {},
    { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] },
    [],
  ],
  [
    'a restart rule for nothing',
    {},
    { restartPolicy: 'Never', restartPolicyRules: [{ action: 'Restart' }] },
    [`${c0}.restartPolicyRules[0].exitCodes: Required value: must be specified`],
  ],
  [
    'a resize that restarts what never does',
    { restartPolicy: 'Never' },
    { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] },
    [
      `${c0}.resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod \`restartPolicy\` is 'Never'`,
    ],
  ],
  ['a privileged container', {}, { securityContext: { privileged: true, allowPrivilegeEscalation: true } }, []],
  [
    'a user of none',
    {},
    { securityContext: { runAsUser: -1 } },
    [`${c0}.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive`],
  ],
  [
    'a sleep as long as the grace period',
    { terminationGracePeriodSeconds: 5 },
    { lifecycle: { preStop: { sleep: { seconds: 5 } } } },
    [],
  ],
  [
    'a longer sleep',
    { terminationGracePeriodSeconds: 5 },
    { lifecycle: { preStop: { sleep: { seconds: 6 } } } },
    [
      `${c0}.lifecycle.preStop.sleep: Invalid value: 6: must be non-negative and less than terminationGracePeriodSeconds (5)`,
    ],
  ],
];

const pods: readonly Row[] = [
  [
    'two kinds of volume',
    { volumes: [{ ...v, configMap: { name: 'c' } }] },
    {},
    ['spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a file of two sources',
    {
      volumes: [
        {
          name: 'v',
          projected: {
            sources: [
              {
                secret: {
                  name: 's',
                  items: [
                    { key: 'a', path: 'f' },
                    { key: 'b', path: 'f' },
                  ],
                },
              },
            ],
          },
        },
      ],
    },
    {},
    ['spec.volumes[0].projected: Invalid value: "s": conflicting duplicate paths'],
  ],
  [
    "a file that is the kubelet's",
    { volumes: [{ name: 'v', configMap: { name: 'c', items: [{ key: 'a', path: '..data' }] } }] },
    {},
    ['spec.volumes[0].configMap.items[0].path: Invalid value: "..data": must not start with \'..\''],
  ],
  [
    'a place up on the host',
    { volumes: [{ name: 'v', hostPath: { path: '/a/../b' } }] },
    {},
    ['spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain \'..\''],
  ],
  [
    'a comparison of one value',
    {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['5'] }] }],
          },
        },
      },
    },
    {},
    [],
  ],
  [
    'preferences of no weight',
    {
      affinity: {
        nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: {} }] },
      },
    },
    {},
    [
      'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100',
    ],
  ],
  [
    'a topology of many domains',
    {
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', minDomains: 0 }],
    },
    {},
    ['spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero'],
  ],
  [
    'a comparing toleration, which is off',
    { tolerations: [{ key: 'a', operator: 'Lt', value: '5' }] },
    {},
    ['spec.tolerations[0].operator: Unsupported value: "Lt": supported values: "Equal", "Exists", "Lt", "Gt"'],
  ],
  [
    'a nameserver of none',
    { dnsPolicy: 'None', dnsConfig: {} },
    {},
    ['spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None'],
  ],
  ['a search domain with a dot behind', { dnsConfig: { searches: ['a_b.c.', '.'] } }, {}, []],
  ['ports of the host', { hostNetwork: true }, { ports: [{ containerPort: 80 }] }, []],
  [
    'a sysctl of the host',
    { hostIPC: true, securityContext: { sysctls: [{ name: 'kernel.shmmax', value: '1' }] } },
    {},
    [
      'spec.securityContext.sysctls[0].name: Invalid value: "kernel.shmmax": may not be specified when \'hostIPC\' is true',
    ],
  ],
  [
    'a Windows Pod with users',
    { os: { name: 'windows' }, hostPID: false },
    { securityContext: { runAsGroup: 1 } },
    [`${c0}.securityContext.runAsGroup: Forbidden: cannot be set for a windows pod`],
  ],
  [
    'less than its containers ask for',
    { resources: { requests: { cpu: '1' } } },
    { resources: { requests: { cpu: '2' } } },
    [
      'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
    ],
  ],
  [
    'an init container that waits',
    { initContainers: [{ name: 'i', image: 'a', restartPolicy: 'Always', lifecycle: { preStop: {} } }] },
    {},
    ['spec.initContainers[0].lifecycle.preStop: Required value: must specify a handler type'],
  ],
  [
    'a gated Pod with a node',
    { schedulingGates: [{ name: 'a/b' }], nodeName: 'n' },
    {},
    ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
  ],
  [
    'a variable out of a file of nothing',
    {},
    shown({ fileKeyRef: { volumeName: 'v', path: 'f', key: 'K' } }),
    [`${c0}.env[0].valueFrom.fileKeyRef.volumeName: Not found: "v"`],
  ],
];

describe('validatePod', () => {
  it.each(containers)('of a container: %s', (_what, spec, container, faults) => {
    expect(faultsOf(spec, container)).toEqual(faults);
  });

  it.each(pods)('of a Pod: %s', (_what, spec, container, faults) => {
    expect(faultsOf(spec, container)).toEqual(faults);
  });
});
