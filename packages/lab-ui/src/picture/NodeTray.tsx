import type { NodePicture, OwnerPicture } from './cluster-picture.ts';
import { groupPods } from './group-pods.ts';
import { ObjectName } from './ObjectName.tsx';
import { nodeObject } from './pictured-object.ts';
import { nodeWords } from './node-words.ts';
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
        <ObjectName object={nodeObject(node)} context={context}>
          <b>{node.name}</b>
        </ObjectName>
        {nodeWords(node).map((word) => (
          <span key={word} className={word === 'NotReady' ? styles.fault : undefined}>
            {word}
          </span>
        ))}
      </div>
      <div className={styles.groups}>
        {groupPods(node.pods, owners).map(({ key, owner, pods }) => (
          <PodThread key={key ?? ''} owner={owner} pods={pods} context={context} />
        ))}
      </div>
    </div>
  );
}

/** A control plane on which no Pod of a reader goes takes no more room than its name. */
export function isSlim({ pods, taints }: NodePicture): boolean {
  return pods.length === 0 && taints.includes('node-role.kubernetes.io/control-plane:NoSchedule');
}
