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
  const { picture } = state;
  if (!picture) return <p className={styles['no-picture']}>The cluster is on its way.</p>;
  return <ClusterPictureView picture={picture} nowMs={state.time.looking ? picture.atMs : nowMs} onOpen={onChoose} />;
}
