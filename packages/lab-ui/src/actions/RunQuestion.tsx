import { useLab } from '../lab/lab-context.ts';
import styles from './actions.module.css';
import { LabDialog } from './LabDialog.tsx';

export interface RunQuestionProps {
  readonly asked: 'reset' | 'solution';
  readonly onClose: () => void;
  readonly onSolution: (count: number) => void;
}

/** Asked before a run is given up. */
export function RunQuestion({ asked, onClose, onSolution }: RunQuestionProps) {
  const { played, perform, announce } = useLab();
  const isReset = asked === 'reset';
  const act = async () => {
    onClose();
    if (isReset) {
      if (await perform('The lab was not begun anew', () => played.reset())) announce('The lab begins anew.');
      return;
    }
    await perform('No solution can be shown', async () => {
      const { title, count } = await played.solve(undefined);
      announce(`${title}: ${count} lines. Enter runs each.`);
      onSolution(count);
    });
  };
  return (
    <LabDialog
      title={isReset ? 'Begin this lab anew?' : 'Show a solution?'}
      onClose={onClose}
      closeLabel="Go on as it is"
      actions={
        <button type="button" className={styles['primary']} onClick={act}>
          {isReset ? 'Begin anew' : 'Begin anew and type it'}
        </button>
      }
    >
      <p>
        {isReset
          ? 'The cluster is made again as it was at the start. What you did in this run is gone; steps you have passed before stay in your progress.'
          : 'The lab begins anew, and a solution types itself into the terminal, one line at a time. You press Enter and watch what happens. This run then does not count as passed.'}
      </p>
    </LabDialog>
  );
}
