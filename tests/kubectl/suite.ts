import { afterAll, beforeAll, describe, vi } from 'vitest';
import { describeNeeding } from '../requirements.ts';
import { type Client, clients, createKubectl, type Kubectl } from './client.ts';
import { type ClusterUnderTest, hasGivenCluster, openClusterUnderTest } from './cluster-under-test.ts';

/** How long one test may take; kubectl itself waits for up to a minute in some. */
const timeoutMs = 90_000;
vi.setConfig({ testTimeout: timeoutMs, hookTimeout: timeoutMs });

interface Stage {
  readonly client: Client;
  /** The client's kubectl, in a namespace of its own. Only inside tests. */
  readonly kubectl: () => Kubectl;
  /** Lets the embedded cluster's time pass at once. Only inside tests. */
  readonly fastForward: (seconds: number) => Promise<void>;
}

interface Cast {
  /** Brings a client's namespace into the state that the tests begin with. */
  readonly prepare?: (kubectl: Kubectl) => Promise<void>;
  /** The first and the last client that it is about, by the number after `1.`. Default: all. */
  readonly from?: number;
  readonly to?: number;
  /** It is about a limit of the embedded cluster. */
  readonly onlyEmbedded?: boolean;
}

/**
 * Describes the same behaviour for every client, side by side: each has a cluster and a namespace of its own, prepared
 * with that very client. On a given cluster they take turns.
 */
export function describeForEachClient(topic: string, define: (stage: Stage) => void, cast: Cast = {}): void {
  const { from = 0, to = Number.POSITIVE_INFINITY, onlyEmbedded = false } = cast;
  if (onlyEmbedded && hasGivenCluster) return;
  const together = hasGivenCluster ? describe.sequential : describe.concurrent;
  together(`${topic} with stock kubectl`, () => {
    for (const client of clients.filter(({ release }) => release >= from && release <= to))
      describeNeeding(`kubectl ${client.minor}`, client.isThere, `kubectl ${client.minor}`, () => {
        const stage = setStage(topic, client, cast);
        describe.sequential('in order', () => {
          define({ client, ...stage });
        });
      });
  });
}

function setStage(topic: string, client: Client, { prepare }: Cast): Omit<Stage, 'client'> {
  let cluster: ClusterUnderTest | undefined;
  let kubectl: Kubectl | undefined;
  beforeAll(async () => {
    const namespace = `${topic.replaceAll(/\W+/g, '-')}-${client.minor.replace('.', '-')}`;
    cluster = await openClusterUnderTest(namespace);
    kubectl = createKubectl(client, cluster.kubeconfigPath, namespace);
    await kubectl.ok(`create namespace ${namespace}`);
    await prepare?.(kubectl);
  });
  afterAll(async () => {
    if (kubectl && hasGivenCluster) await kubectl.ok(`delete namespace ${kubectl.namespace} --wait=false`);
    await cluster?.close();
  });
  return {
    kubectl: () => {
      if (!kubectl) throw new Error('only inside tests');
      return kubectl;
    },
    fastForward: async (seconds) => {
      if (!cluster?.fastForward) throw new Error('only inside tests, and on the embedded cluster');
      await cluster.fastForward(seconds);
    },
  };
}
