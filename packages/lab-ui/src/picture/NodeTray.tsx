import type { NodePicture, OwnerPicture } from './cluster-picture.ts';
import { groupPods } from './group-pods.ts';
import styles from './NodeTray.module.css';
import { type PictureContext, PodThread } from './PodThread.tsx';

/** A node as a tray on which its Pods stand. */
export function NodeTray({
  node,
  owners,
  context,
}: {
  readonly node: NodePicture;
  readonly owners: readonly OwnerPicture[];
  readonly context: PictureContext;
}) {
  return (
    <div className={styles.tray} data-ready={node.ready ? '' : undefined} data-slim={isSlim(node) ? '' : undefined}>
      <div className={styles.head}>
        <b>{node.name}</b>
        {nodeWords(node).map((word) => (
          <span key={word} className={word === 'NotReady' ? styles.fault : undefined}>
            {word}
          </span>
        ))}
      </div>
      {groupPods(node.pods, owners).map(({ key, owner, pods }) => (
        <PodThread key={key ?? ''} owner={owner} pods={pods} context={context} />
      ))}
    </div>
  );
}

/** A control plane on which no Pod of a reader goes takes no more room than its name. */
export function isSlim({ pods, taints }: NodePicture): boolean {
  return pods.length === 0 && taints.includes('node-role.kubernetes.io/control-plane:NoSchedule');
}

/** What is to be said of a node beside its name: nothing, when it is ready and takes every Pod. */
export function nodeWords(node: NodePicture): readonly string[] {
  return [...(node.ready ? [] : ['NotReady']), ...(node.unschedulable ? ['SchedulingDisabled'] : []), ...node.taints];
}
