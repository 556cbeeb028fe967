import { ClusterPictureView } from '../picture/ClusterPictureView.tsx';
import type { PicturedObject } from '../picture/pictured-object.ts';
import type { LabState } from '../played-lab.ts';
import styles from './lab-page.module.css';
import { useClusterNow } from './use-cluster-now.ts';

export interface ClusterPanelProps {
  readonly state: LabState;
  readonly onChoose: (object: PicturedObject) => void;
}

/** The cluster as it stands, or as it stood when the past is looked at. */
export function ClusterPanel({ state, onChoose }: ClusterPanelProps) {
  const nowMs = useClusterNow(state, 1000);
  const { picture, phase } = state;
  if (!picture) {
    const said = phase === 'failed' ? 'There is no cluster to show.' : 'The cluster is on its way.';
    return <p className={styles['no-picture']}>{said}</p>;
  }
  return <ClusterPictureView picture={picture} nowMs={state.time.looking ? picture.atMs : nowMs} onOpen={onChoose} />;
}
