/**
 * How the fields of the kinds we have are merged by a strategic merge patch. A field that is not named here is a map
 * that merges, or a list or value that is replaced.
 * @see the `patchStrategy` and `patchMergeKey` tags in k8s.io/api (v1.36)
 */
export interface MergeSchema {
  readonly [field: string]: MergeRule;
}

export interface MergeRule {
  /** A list of maps that merges item by item, told apart by this field. */
  readonly mergeKey?: string;
  /** A list of plain values that merges: a set. */
  readonly isSet?: boolean;
  /** A map whose unnamed fields a client may clear through `$retainKeys`; patches made by kubectl do. */
  readonly retainKeys?: boolean;
  /** The fields of the map, or of each item of the list. */
  readonly fields?: MergeSchema;
}

const byName = (fields?: MergeSchema): MergeRule => ({ mergeKey: 'name', ...(fields ? { fields } : {}) });
const conditions: MergeRule = { mergeKey: 'type' };

const metadata: MergeRule = { fields: { finalizers: { isSet: true }, ownerReferences: { mergeKey: 'uid' } } };

const container: MergeSchema = {
  env: byName(),
  ports: { mergeKey: 'containerPort' },
  volumeDevices: { mergeKey: 'devicePath' },
  volumeMounts: { mergeKey: 'mountPath' },
};

const podSpec: MergeSchema = {
  containers: byName(container),
  ephemeralContainers: byName(container),
  hostAliases: { mergeKey: 'ip' },
  imagePullSecrets: byName(),
  initContainers: byName(container),
  resourceClaims: { mergeKey: 'name', retainKeys: true },
  schedulingGates: byName(),
  topologySpreadConstraints: { mergeKey: 'topologyKey' },
  volumes: { mergeKey: 'name', retainKeys: true },
};

const podTemplate: MergeRule = { fields: { metadata, spec: { fields: podSpec } } };
const jobSpec: MergeSchema = { template: podTemplate };
const status = (fields: MergeSchema = {}): MergeRule => ({ fields: { conditions, ...fields } });
const workload = (spec: MergeSchema = {}): MergeSchema => ({
  metadata,
  spec: { fields: { template: podTemplate, ...spec } },
  status: status(),
});

const kinds: Readonly<Record<string, MergeSchema>> = {
  CronJob: { metadata, spec: { fields: { jobTemplate: { fields: { metadata, spec: { fields: jobSpec } } } } } },
  DaemonSet: workload(),
  Deployment: workload({ strategy: { retainKeys: true } }),
  Job: workload(),
  Namespace: { metadata, status: status() },
  Node: {
    metadata,
    spec: { fields: { podCIDRs: { isSet: true } } },
    status: status({ addresses: { mergeKey: 'type' } }),
  },
  PersistentVolumeClaim: { metadata, status: status() },
  Pod: {
    metadata,
    spec: { fields: podSpec },
    status: status({ hostIPs: { mergeKey: 'ip' }, podIPs: { mergeKey: 'ip' } }),
  },
  PodDisruptionBudget: { metadata, status: status() },
  PodTemplate: { metadata, template: podTemplate },
  ReplicaSet: workload(),
  ReplicationController: workload(),
  Service: { metadata, spec: { fields: { ports: { mergeKey: 'port' } } }, status: status() },
  ServiceAccount: { metadata, imagePullSecrets: byName(), secrets: byName() },
  StatefulSet: workload(),
};

/** The schema of a kind; for a kind that is not in the table, that of its metadata. */
export function mergeSchemaOf(kind: string | undefined): MergeSchema {
  return kind !== undefined && Object.hasOwn(kinds, kind) ? (kinds[kind] ?? {}) : { metadata };
}
