import type { CheckResult } from '@podlab/grader';
import type { CSSProperties } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { useElapsed } from '../lab/use-elapsed.ts';
import { CommandButton, InlineMarkdown } from '../text/Markdown.tsx';
import { checkWords, holdingOf } from './check-words.ts';
import { QuestionBox } from './QuestionBox.tsx';
import styles from './steps.module.css';

export interface CheckItemProps {
  readonly check: CheckResult;
  readonly forSeconds: number | undefined;
  readonly wasPassed: boolean;
  /** Of the cluster's clock. */
  readonly rate: number;
}

/** One check: what must be so; and while it is not so, what is, what was expected, and a command to look with. */
export function CheckItem({ check, forSeconds, wasPassed, rate }: CheckItemProps) {
  const { typeCommand } = useLab();
  const isWaiting = holdingOf(check, forSeconds, 0) !== undefined;
  const sinceMs = useElapsed(check, isWaiting ? rate : 0, 250);
  const holding = holdingOf(check, forSeconds, sinceMs);
  const { glyph, word, tone } = checkWords({ check, wasPassed, holding });
  const { question } = check;
  return (
    <li className={styles['check']} data-tone={tone} data-check={check.id}>
      <span className={styles['glyph']} aria-hidden="true">
        {glyph}
      </span>
      <div className={styles['body']}>
        <p className={styles['say']}>
          <InlineMarkdown text={check.title} /> <span className={styles['word']}>{word}</span>
        </p>
        {question ? <QuestionBox check={check} question={question} /> : null}
        {check.verdict !== 'passed' && !question && !holding ? (
          <dl className={styles['evidence']}>
            <dt>Found</dt>
            <dd>
              <InlineMarkdown text={check.found} onCommand={typeCommand} />
            </dd>
            <dt>Expected</dt>
            <dd>
              <InlineMarkdown text={check.expected} onCommand={typeCommand} />
            </dd>
            <dt>Look</dt>
            <dd>
              <CommandButton command={check.look} onCommand={typeCommand} />
            </dd>
          </dl>
        ) : null}
        {holding ? (
          <span
            className={styles['bar']}
            style={{ '--part': holding.heldMs / holding.wantedMs } as CSSProperties}
            aria-hidden="true"
          />
        ) : null}
      </div>
    </li>
  );
}
