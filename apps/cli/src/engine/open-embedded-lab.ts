import { ClusterError, openEmbedded, type OpenedCluster } from '@podlab/clusters';
import type { Host } from '../host.ts';
import type { ClusterRequest } from '../session/running-lab.ts';
import { openLabJournal, setJournalAside } from './lab-journal.ts';

/** Makes the embedded cluster of a lab's run, or makes it again from its journal. @throws CliError, ClusterError */
export async function openEmbeddedLab(
  request: ClusterRequest & { readonly host: Host },
): Promise<OpenedCluster & { readonly port: number }> {
  const { host, lab, session, paths, resumed, onFailure, signal } = request;
  const journal = openLabJournal(paths.journal, { resumed, nowMs: host.nowMs(), onFailure });
  try {
    return await openEmbedded({
      nodes: lab.cluster.nodes,
      seed: session.seed,
      startTimeMs: Date.parse(session.startedTime),
      journal,
      kubeconfig: paths.kubeconfig,
      namespace: session.namespace,
      context: `podlab-${lab.id}`,
      token: host.randomHex(24),
      port: session.port,
      signal,
    });
  } catch (error) {
    if (!(error instanceof ClusterError && error.code === 'JOURNAL_DAMAGED')) throw error;
    throw setJournalAside(paths.journal, host.nowMs(), error.message, error);
  }
}
