import type { CheckResult, QuestionState } from '@podlab/grader';
import { type FormEvent, useId, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { InlineMarkdown } from '../text/Markdown.tsx';
import { sayMark } from './check-words.ts';
import styles from './steps.module.css';

/** A prediction, or a reading of what is there. */
export function QuestionBox({ check, question }: { readonly check: CheckResult; readonly question: QuestionState }) {
  const { played, perform, typeCommand } = useLab();
  const [given, setGiven] = useState(question.given ?? '');
  const [busy, setBusy] = useState(false);
  const name = useId();
  const isSettled = check.verdict === 'passed';
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    await perform('Your answer was not taken', () => played.answer(check.id, given));
    setBusy(false);
  };
  if (isSettled) return <Settled check={check} question={question} />;
  return (
    <form className={styles['question']} onSubmit={submit} data-prediction={question.prediction || undefined}>
      {question.choices ? (
        <fieldset className={styles['choices']}>
          <legend>{question.question}</legend>
          {question.choices.map(({ id, text }) => (
            <label key={id} className={styles['choice']}>
              <input type="radio" name={name} value={id} checked={given === id} onChange={() => setGiven(id)} />
              <span>
                <InlineMarkdown text={text} />
              </span>
            </label>
          ))}
        </fieldset>
      ) : (
        <label className={styles['open']}>
          <span>{question.question}</span>
          <input
            type="text"
            value={given}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setGiven(event.target.value)}
          />
        </label>
      )}
      {question.given === undefined ? null : (
        <p className={styles['found']}>
          <InlineMarkdown text={check.found} onCommand={typeCommand} />
        </p>
      )}
      <button type="submit" className={styles['button']} disabled={busy || given.trim() === ''}>
        {question.prediction ? 'Predict' : 'Answer'}
      </button>
    </form>
  );
}

function Settled({ check, question }: { readonly check: CheckResult; readonly question: QuestionState }) {
  return (
    <p className={styles['found']}>
      <InlineMarkdown text={check.found} />
      {question.shown ? (
        <>
          {' '}
          <strong>{sayMark(question)}</strong> <InlineMarkdown text={question.shown} />
        </>
      ) : null}
    </p>
  );
}
