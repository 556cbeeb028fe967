import { useLab } from '../lab/lab-context.ts';
import type { LabState } from '../played-lab.ts';
import { parseTables } from '../terminal/tables.ts';
import styles from './panels.module.css';
import { useCommandOutput } from './use-command-output.ts';

/** The cluster's Events, newest first, as `kubectl events` tells them. */
export function EventsPanel({ state, shown }: { readonly state: LabState; readonly shown: boolean }) {
  const { played, markWords } = useLab();
  const isPlaying = state.phase === 'playing';
  const output = useCommandOutput(played, shown && isPlaying ? 'kubectl events' : undefined, state.picture);
  if (!output)
    return <p className={styles['empty']}>{isPlaying ? 'Looking …' : 'Events come when the lab has begun.'}</p>;
  const [table] = parseTables(output.text) ?? [];
  if (!table) return <p className={styles['empty']}>{output.text.trim() || 'There are no Events.'}</p>;
  const at = (row: readonly string[], column: string) => row[table.columns.indexOf(column)] ?? '';
  return (
    <ol className={styles['events']} aria-label="Events, newest first">
      {table.rows.toReversed().map((row, index) => (
        <li key={table.rows.length - index} data-type={at(row, 'TYPE')}>
          <span className={styles['age']}>{at(row, 'LAST SEEN')} ago</span>
          <span className={styles['reason']}>
            {at(row, 'TYPE') === 'Warning' ? <span aria-label="Warning">! </span> : null}
            {markWords(at(row, 'REASON'))}
          </span>
          <span className={styles['object']}>{at(row, 'OBJECT')}</span>
          <span className={styles['message']}>{at(row, 'MESSAGE')}</span>
        </li>
      ))}
    </ol>
  );
}
