import type { LabState } from '../played-lab.ts';
import { countedChecks } from '../steps/report-memory.ts';
import styles from './lab-page.module.css';
import type { LabText } from './lab-text.ts';

export type PhonePanel = 'steps' | 'terminal' | 'yaml' | 'cluster';

const panels: readonly { readonly id: PhonePanel; readonly name: string }[] = [
  { id: 'steps', name: 'Steps' },
  { id: 'terminal', name: 'Terminal' },
  { id: 'yaml', name: 'YAML' },
  { id: 'cluster', name: 'Cluster' },
];

export interface PhoneBarProps {
  readonly lab: LabText;
  readonly state: LabState;
  readonly selected: PhonePanel;
  readonly onSelect: (panel: PhonePanel) => void;
}

/** On a phone: one panel at a time, and how many checks of the step are passed. */
export function PhoneBar({ lab, state, selected, onSelect }: PhoneBarProps) {
  const { report } = state;
  const checks = report ? countedChecks(report) : [];
  const passed = checks.filter(({ verdict }) => verdict === 'passed').length;
  const at = report?.steps.findIndex((step) => step.state === 'current') ?? 0;
  const isDone = report?.verdict === 'passed';
  return (
    <nav className={styles['phone-bar']} aria-label="Panels">
      <p className={styles['count']} data-done={isDone || undefined}>
        {isDone ? '✓ passed' : `Step ${at + 1}/${lab.steps.length}`}
        {isDone || !report ? null : (
          <>
            {` · ✓ ${passed}/${checks.length}`}
            <span className={styles['hidden']}> checks passed</span>
          </>
        )}
      </p>
      <div>
        {panels.map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={selected === id} onClick={() => onSelect(id)}>
            {name}
          </button>
        ))}
      </div>
    </nav>
  );
}
