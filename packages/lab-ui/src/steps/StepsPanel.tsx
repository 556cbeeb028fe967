import { useId } from 'react';
import type { LabState } from '../played-lab.ts';
import { useLab } from '../lab/lab-context.ts';
import { InlineMarkdown, Markdown } from '../text/Markdown.tsx';
import { CheckItem } from './CheckItem.tsx';
import { HintBox } from './HintBox.tsx';
import { sayMark } from './check-words.ts';
import { currentStep } from './report-memory.ts';
import styles from './steps.module.css';

export interface StepsPanelProps {
  readonly state: LabState;
  /** Ids of checks that were passed before, in this step. */
  readonly wasPassed: ReadonlySet<string>;
}

/** The lab's text and its checks: what is done, what to do now, what comes. */
export function StepsPanel({ state, wasPassed }: StepsPanelProps) {
  const { lab } = useLab();
  const { report } = state;
  return (
    <div className={styles['steps']}>
      <ol className={styles['list']}>
        {lab.steps.map((step, index) => {
          const standing = report?.steps[index]?.state ?? (index === 0 ? 'current' : 'ahead');
          const props = { index, state, wasPassed };
          if (standing === 'current') return <CurrentStep key={step.id} {...props} />;
          return standing === 'passed' ? (
            <PassedStep key={step.id} {...props} />
          ) : (
            <StepAhead key={step.id} {...props} />
          );
        })}
      </ol>
      {report?.verdict === 'passed' ? <Debrief solved={state.solved} /> : null}
    </div>
  );
}

interface StepProps extends StepsPanelProps {
  readonly index: number;
}

function CurrentStep({ index, state, wasPassed }: StepProps) {
  const { lab, typeCommand } = useLab();
  const heading = useId();
  const step = lab.steps[index];
  const result = currentStep(state.report);
  if (!step) return null;
  const guards = (state.report?.guards ?? []).filter(({ verdict }) => verdict !== 'passed');
  return (
    <li className={styles['step']} data-standing="current" aria-current="step">
      <section aria-labelledby={heading}>
        <h2 id={heading} className={styles['title']} data-current-step tabIndex={-1}>
          <span className={styles['number']}>
            Step {index + 1} of {lab.steps.length}
          </span>
          {step.title}
        </h2>
        <Markdown text={step.text} onCommand={typeCommand} />
        {result ? (
          <>
            <ul className={styles['checks']} aria-label="Checks of this step">
              {[...guards, ...result.checks].map((check) => (
                <CheckItem
                  key={check.id}
                  check={check}
                  forSeconds={[...step.checks, ...lab.guards].find(({ id }) => id === check.id)?.forSeconds}
                  wasPassed={wasPassed.has(check.id)}
                  rate={state.time.looking ? 0 : state.time.rate}
                />
              ))}
            </ul>
            <HintBox key={step.id} step={step} />
          </>
        ) : (
          // Before the lab is started its checks are there to be read.
          <ul className={styles['checks']}>
            {step.checks.map(({ id, say }) => (
              <li key={id} className={styles['check']} data-tone="ahead">
                <span className={styles['glyph']} aria-hidden="true">
                  ○
                </span>
                <span className={styles['say']}>
                  <InlineMarkdown text={say} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </li>
  );
}

function PassedStep({ index, state }: StepProps) {
  const { lab, typeCommand } = useLab();
  const step = lab.steps[index];
  const result = state.report?.steps[index];
  if (!step || !result) return null;
  const told = result.checks.flatMap(({ id, question }) => (question?.shown ? [{ id, question }] : []));
  return (
    <li className={styles['step']} data-standing="passed">
      <details>
        <summary className={styles['summary']}>
          <span className={styles['glyph']} aria-hidden="true">
            ✓
          </span>
          <h2 className={styles['small-title']}>
            {index + 1}. {step.title}
          </h2>
          <span className={styles['word']}>passed</span>
        </summary>
        <div className={styles['folded']}>
          <Markdown text={step.text} onCommand={typeCommand} />
          <ul className={styles['checks']} aria-label="Checks of this step">
            {result.checks.map((check) => (
              <CheckItem key={check.id} check={check} forSeconds={undefined} wasPassed={true} rate={0} />
            ))}
          </ul>
        </div>
      </details>
      {told.map(({ id, question }) => (
        <p key={id} className={styles['told']}>
          {sayMark(question)} {question.shown}
        </p>
      ))}
    </li>
  );
}

function StepAhead({ index }: StepProps) {
  const { lab } = useLab();
  const step = lab.steps[index];
  return (
    <li className={styles['step']} data-standing="ahead">
      <details>
        <summary className={styles['summary']}>
          <span className={styles['glyph']} aria-hidden="true">
            ·
          </span>
          <h2 className={styles['small-title']}>
            {index + 1}. {step?.title}
          </h2>
          <span className={styles['word']}>ahead</span>
        </summary>
        <div className={styles['folded']}>
          <Markdown text={step?.text ?? ''} />
        </div>
      </details>
    </li>
  );
}

function Debrief({ solved }: { readonly solved: boolean }) {
  const { lab, typeCommand } = useLab();
  return (
    <section className={styles['debrief']} aria-labelledby="debrief">
      <p className={styles['success']}>
        <span aria-hidden="true">✓ </span>
        Passed{solved ? ', with a solution shown. Do it once on your own, and it counts.' : '.'}
      </p>
      <h2 id="debrief" className={styles['title']}>
        What is true
      </h2>
      <Markdown text={lab.debrief} onCommand={typeCommand} />
      {lab.freePlay.length > 0 ? (
        <>
          <h3 className={styles['small-title']}>The cluster is still yours</h3>
          <Markdown text={lab.freePlay.map((idea) => `- ${idea}`).join('\n')} onCommand={typeCommand} />
        </>
      ) : null}
    </section>
  );
}
