import { ClusterError } from '../errors.ts';

/** What we remember of a cluster that we made, beside its marker in the cluster itself. */
export interface ClusterRecord {
  readonly formatVersion: 1;
  readonly clusterName: string;
  /** Also in the cluster: see `ownership.ts`. */
  readonly ownerId: string;
  /** Written before anything is made, so that an interrupted creation can be told from a stranger's cluster. */
  readonly state: 'creating' | 'ready';
  /** Ids of the node containers; empty while `creating`. */
  readonly containerIds: readonly string[];
}

/** @throws ClusterError RECORD_DAMAGED */
export function parseRecord(text: string | undefined, path: string): ClusterRecord | undefined {
  if (text === undefined) return undefined;
  try {
    const record = JSON.parse(text) as ClusterRecord;
    const whole =
      record.formatVersion === 1 &&
      typeof record.clusterName === 'string' &&
      typeof record.ownerId === 'string' &&
      (record.state === 'creating' || record.state === 'ready') &&
      Array.isArray(record.containerIds);
    if (whole) return record;
  } catch (cause) {
    throw damaged(path, cause);
  }
  throw damaged(path);
}

export function formatRecord(record: ClusterRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

function damaged(path: string, cause?: unknown): ClusterError {
  return new ClusterError(
    'RECORD_DAMAGED',
    `${path} does not say which cluster it is about; see \`kind get clusters\`, ` +
      'delete the one that Podlab made with `kind delete cluster --name …`, then move the file away',
    { cause },
  );
}
