import type { ContainerPicture } from './cluster-picture.ts';
import { Pea } from './Pea.tsx';
import styles from './PictureLegend.module.css';
import { bandWidth, UidMarks } from './UidBand.tsx';

const states: readonly (readonly [ContainerPicture['state'], string])[] = [
  ['waiting', 'not started'],
  ['creating', 'being made'],
  ['running', 'runs, not ready'],
  ['ready', 'ready'],
  ['waiting-to-restart', 'waits for its next start'],
  ['blocked', 'cannot start'],
  ['completed', 'completed'],
  ['failed', 'failed'],
];

/** What the marks of the picture mean. */
export function PictureLegend() {
  return (
    <ul className={styles.legend}>
      {states.map(([state, words]) => (
        <li key={state}>
          <Sign state={state} restarts={0} />
          {words}
        </li>
      ))}
      <li>
        <Sign state="ready" restarts={2} />a notch for each restart
      </li>
      <li>
        <svg width={bandWidth} height="22" aria-hidden="true" focusable="false">
          <UidMarks uid="1b07c4a9" height={22} />
        </svg>
        four marks from the UID: new marks, new Pod
      </li>
    </ul>
  );
}

function Sign({ state, restarts }: { readonly state: ContainerPicture['state']; readonly restarts: number }) {
  const container: ContainerPicture = {
    name: '',
    kind: 'container',
    state,
    restarts,
    reason: undefined,
    exitCode: undefined,
    backOff: undefined,
  };
  return (
    <svg width="24" height="24" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">
      <Pea container={container} leaving={false} backOffLeft={undefined} />
    </svg>
  );
}
