import { useLab } from '../lab/lab-context.ts';
import type { PicturedObject } from '../picture/pictured-object.ts';
import type { LabState } from '../played-lab.ts';
import { CommandButton } from '../text/Markdown.tsx';
import styles from './panels.module.css';
import { useCommandOutput } from './use-command-output.ts';

/** What `kubectl describe` says of the object that was chosen. */
export function DetailsPanel({
  state,
  chosen,
  shown,
}: {
  readonly state: LabState;
  readonly chosen: PicturedObject | undefined;
  readonly shown: boolean;
}) {
  const { lab, played, markWords, typeCommand } = useLab();
  const command = chosen && describeCommand(chosen, lab.id);
  const isPlaying = state.phase === 'playing';
  const output = useCommandOutput(played, shown && isPlaying ? command : undefined, state.picture);
  if (!command)
    return (
      <p className={styles['empty']}>Choose a Pod, its owner, a node or a Service in the picture of the cluster.</p>
    );
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

/** @param home the namespace that commands are in anyway */
function describeCommand({ kind, namespace, name }: PicturedObject, home: string): string {
  const elsewhere = namespace === undefined || namespace === home ? '' : ` -n ${namespace}`;
  return `kubectl describe ${kind.toLowerCase()} ${name}${elsewhere}`;
}
