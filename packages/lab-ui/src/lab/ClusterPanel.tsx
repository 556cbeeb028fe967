import type { ChosenObject } from '../panels/DetailsPanel.tsx';
import { ClusterPictureView } from '../picture/ClusterPictureView.tsx';
import type { ClusterPicture } from '../picture/cluster-picture.ts';
import type { LabState } from '../played-lab.ts';
import styles from './lab-page.module.css';
import { useClusterNow } from './use-cluster-now.ts';

export interface ClusterPanelProps {
  readonly state: LabState;
  readonly onChoose: (object: ChosenObject) => void;
}

/** The cluster as it stands, or as it stood when the past is looked at. */
export function ClusterPanel({ state, onChoose }: ClusterPanelProps) {
  const nowMs = useClusterNow(state, 1000);
  const { picture } = state;
  if (!picture) return <p className={styles['no-picture']}>The cluster is on its way.</p>;
  return (
    <ClusterPictureView
      picture={picture}
      nowMs={state.time.looking ? picture.atMs : nowMs}
      onOpen={(uid) => {
        const object = findObject(picture, uid);
        if (object) onChoose(object);
      }}
    />
  );
}

function findObject(picture: ClusterPicture, uid: string): ChosenObject | undefined {
  const pods = [...picture.nodes.flatMap((node) => node.pods), ...picture.waiting];
  const pod = pods.find((candidate) => candidate.uid === uid);
  if (pod) return { kind: 'Pod', name: pod.name };
  const owner = picture.owners.find((candidate) => candidate.uid === uid);
  return owner && { kind: owner.kind, name: owner.name };
}
