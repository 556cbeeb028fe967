import type { Hint } from '@podlab/lab-runner';
import { useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { LinkButton } from '../look/LinkButton.tsx';
import type { StepText } from '../lab/lab-text.ts';
import { Markdown } from '../text/Markdown.tsx';
import styles from './steps.module.css';

/** Hints, one at a time: first what fits the state of the cluster, then from vague to complete. */
export function HintBox({ step }: { readonly step: StepText }) {
  const { played, perform, typeCommand, announce } = useLab();
  const [told, setTold] = useState<readonly Hint[]>([]);
  const [busy, setBusy] = useState(false);
  const last = told.findLast(({ kind }) => kind === 'tier');
  const isAll = last !== undefined && last.tier === last.tiers;
  const ask = async () => {
    setBusy(true);
    await perform('There is no hint now', async () => {
      const hint = await played.hint();
      if (!hint) return;
      setTold((all) => [...all.filter(({ text }) => text !== hint.text), hint]);
      announce(`${titleOf(hint)}. ${hint.text.replaceAll('`', '')}`);
    });
    setBusy(false);
  };
  return (
    <div className={styles['hints']}>
      <ol className={styles['told-hints']}>
        {told.map((hint) => (
          <li key={hint.text}>
            <span className={styles['hint-title']}>{titleOf(hint)}</span>
            <Markdown text={hint.text} onCommand={typeCommand} />
          </li>
        ))}
      </ol>
      <LinkButton onClick={ask} disabled={busy}>
        {told.length === 0 ? 'Give me a hint' : isAll ? 'Look at my state again' : 'Another hint'}
        {step.hints.tiers.length > 0 ? (
          <span className={styles['count']}>
            {last?.tier ?? 0} of {step.hints.tiers.length}
          </span>
        ) : null}
      </LinkButton>
    </div>
  );
}

function titleOf(hint: Hint): string {
  return hint.kind === 'near' ? 'About what you did' : `Hint ${hint.tier ?? 1} of ${hint.tiers ?? 1}`;
}
