import { useLab } from '../lab/lab-context.ts';
import type { LabState } from '../played-lab.ts';
import { CommandButton } from '../text/Markdown.tsx';
import styles from './panels.module.css';
import { useCommandOutput } from './use-command-output.ts';

/** An object that was chosen in the picture. */
export interface ChosenObject {
  readonly kind: string;
  readonly name: string;
}

/** What `kubectl describe` says of the object that was chosen. */
export function DetailsPanel({
  state,
  chosen,
  shown,
}: {
  readonly state: LabState;
  readonly chosen: ChosenObject | undefined;
  readonly shown: boolean;
}) {
  const { played, markWords, typeCommand } = useLab();
  const command = chosen && `kubectl describe ${chosen.kind.toLowerCase()} ${chosen.name}`;
  const isPlaying = state.phase === 'playing';
  const output = useCommandOutput(played, shown && isPlaying ? command : undefined, state.picture);
  if (!command)
    return <p className={styles['empty']}>Choose a Pod, a Node or an owner in the picture of the cluster.</p>;
  return (
    <div className={styles['details']}>
      <CommandButton command={command} onCommand={typeCommand} />
      {output ? (
        // It scrolls, and must do so by keyboard.
        <pre tabIndex={0} role="group" aria-label={command} data-gl-scope="">
          {markWords(output.text)}
        </pre>
      ) : (
        <p className={styles['empty']}>Looking …</p>
      )}
    </div>
  );
}
