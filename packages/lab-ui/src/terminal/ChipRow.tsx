import { useLab } from '../lab/lab-context.ts';
import styles from './terminal.module.css';

export type ChipKey = 'Tab' | '↑' | '-' | '/' | '^C';

const keys: readonly { readonly key: ChipKey; readonly name: string }[] = [
  { key: 'Tab', name: 'Complete' },
  { key: '↑', name: 'Command of before' },
  { key: '-', name: 'Hyphen' },
  { key: '/', name: 'Slash' },
  { key: '^C', name: 'Interrupt' },
];

/** Keys that a phone's keyboard lacks, and commands of this step. Shown where fingers point. */
export function ChipRow({ onKey }: { readonly onKey: (key: ChipKey) => void }) {
  const { commands, typeCommand } = useLab();
  return (
    <div className={styles['chips']} role="group" aria-label="Keys and commands">
      {keys.map(({ key, name }) => (
        <button key={key} type="button" aria-label={name} className={styles['chip']} onClick={() => onKey(key)}>
          {key}
        </button>
      ))}
      {commands.map((command) => (
        <button key={command} type="button" className={styles['chip']} onClick={() => typeCommand(command)}>
          {command.replace(/^kubectl /, '')}
        </button>
      ))}
    </div>
  );
}
