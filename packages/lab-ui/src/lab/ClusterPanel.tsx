import type { ChosenObject } from '../panels/DetailsPanel.tsx';
import type { LabState } from '../played-lab.ts';

export interface ClusterPanelProps {
  readonly state: LabState;
  readonly onChoose: (object: ChosenObject) => void;
}

/** The cluster as it stands. */
export function ClusterPanel({ state, onChoose }: ClusterPanelProps) {
  const pods = [...(state.picture?.nodes.flatMap(({ pods }) => pods) ?? []), ...(state.picture?.waiting ?? [])];
  return (
    <ul>
      {pods.map(({ uid, name, status }) => (
        <li key={uid}>
          <button type="button" onClick={() => onChoose({ kind: 'Pod', name })}>
            {name} {status}
          </button>
        </li>
      ))}
    </ul>
  );
}
