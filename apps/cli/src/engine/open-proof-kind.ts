import { systemClock } from '@podlab/apimachinery';
import { createKubeClient } from '@podlab/kube-client';
import type { Lab } from '@podlab/lab-format';
import { deleteNamespace, type Proof, type ProofCluster } from '@podlab/lab-runner';
import type { CommandContext } from '../commands/context.ts';
import type { Workspace } from '../commands/workspace.ts';
import { deleteKind, openKindAt } from './kind-place.ts';

/** A kind cluster for the proofs of one lab; each proof gets a namespace of it. */
export interface ProofKind {
  openCluster(proof: Proof, options: { readonly signal: AbortSignal }): Promise<ProofCluster>;
  /** Deletes the cluster. */
  close(): Promise<void>;
}

/** Makes it. Never the cluster that a learner plays the lab on. */
export async function openProofKind(options: {
  readonly lab: Lab;
  readonly context: CommandContext;
  readonly workspace: Workspace;
}): Promise<ProofKind> {
  const { lab, context, workspace } = options;
  const { host, signal } = context;
  const onText = (text: string) => workspace.say(workspace.style.muted(text));
  const id = `verify-${lab.id}`;
  const place = {
    host,
    cloneKey: workspace.paths.key,
    labId: id,
    paths: workspace.paths.lab(id),
    namespace: 'default',
  };
  const cluster = await openKindAt(place, {
    nodes: lab.cluster.nodes,
    images: lab.images,
    resumed: false,
    onText,
    signal,
  });
  const clock = systemClock();
  return {
    async openCluster(proof, { signal: proofSignal }) {
      const namespace = `${lab.id}-${proof.attempt.id}`.slice(0, 63).replace(/-+$/, '');
      const where = { client: createKubeClient(cluster.transport), clock, namespace, labId: lab.id };
      await deleteNamespace({ ...where, signal: proofSignal });
      return {
        transport: cluster.transport,
        clock,
        namespace,
        close: () => deleteNamespace({ ...where, signal: new AbortController().signal }),
      };
    },
    async close() {
      await cluster.close();
      await deleteKind(place, { onText, signal: new AbortController().signal });
    },
  };
}
