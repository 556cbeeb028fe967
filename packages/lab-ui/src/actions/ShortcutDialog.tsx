import styles from './actions.module.css';
import { LabDialog } from './LabDialog.tsx';

const shortcuts: readonly { readonly where: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    where: 'Terminal',
    keys: [
      ['Enter', 'run the line'],
      ['Shift Enter', 'a new line'],
      ['Tab', 'complete; on an empty line go on through the page'],
      ['Esc, then Tab', 'leave the terminal'],
      ['↑ ↓', 'commands of before'],
      ['Ctrl R', 'search in commands of before'],
      ['Ctrl C', 'interrupt'],
      ['Ctrl L', 'clear'],
      ['Ctrl D', 'end the input of what runs'],
      ['F1', 'what the newest word of the glossary means, or the one at the selection'],
    ],
  },
  {
    where: 'YAML',
    keys: [
      ['Ctrl Enter', 'apply the file'],
      ['Esc, then Tab', 'leave the editor'],
    ],
  },
  {
    where: 'Tabs',
    keys: [
      ['← →', 'go to the next tab'],
      ['Delete', 'close a terminal'],
    ],
  },
  {
    where: 'Timeline',
    keys: [
      [', and .', 'step back and forward'],
      ['Space', 'pause'],
    ],
  },
  {
    where: 'Page',
    keys: [
      ['F6, Shift F6', 'next and previous panel, in focus mode'],
      ['?', 'this list, outside of text fields'],
    ],
  },
];

export function ShortcutDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <LabDialog title="Keyboard" onClose={onClose}>
      <div className={styles['shortcuts']}>
        {shortcuts.map(({ where, keys }) => (
          <section key={where}>
            <h3>{where}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </LabDialog>
  );
}
