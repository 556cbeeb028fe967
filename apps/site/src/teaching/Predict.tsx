import { type ReactNode, useId, useState } from 'react';
import { InlineCode } from '../components/InlineCode.tsx';

interface Props {
  readonly question: string;
  readonly choices: readonly string[];
  /** Which choice is true, from 0. */
  readonly answer: number;
  /** Why; shown once the reader has chosen, or asked. */
  readonly children: ReactNode;
}

/** A question that comes before its answer. Without JavaScript the answer is folded, and choosing marks nothing. */
export function Predict({ question, choices, answer, children }: Props): ReactNode {
  const name = useId();
  const [chosen, setChosen] = useState<number>();
  if (choices[answer] === undefined)
    throw new Error(`<Predict question="${question}">: \`answer\` must be from 0 to ${choices.length - 1}`);
  return (
    <div className="predict">
      <fieldset>
        <legend>
          <InlineCode text={question} />
        </legend>
        {choices.map((choice, index) => (
          <label key={choice} className="choice" data-verdict={verdictOf(index, chosen, answer)}>
            <input type="radio" name={name} checked={chosen === index} onChange={() => setChosen(index)} />
            <span>
              <InlineCode text={choice} />
              {chosen !== undefined && index === answer && <span className="choice-word"> So it is.</span>}
              {chosen === index && index !== answer && <span className="choice-word"> Not so.</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <details className="fold" open={chosen !== undefined}>
        <summary>Show what happens</summary>
        <p className="predict-answer">
          <InlineCode text={choices[answer]} />
        </p>
        {children}
      </details>
    </div>
  );
}

function verdictOf(index: number, chosen: number | undefined, answer: number): 'right' | 'wrong' | undefined {
  if (chosen === undefined) return undefined;
  if (index === answer) return 'right';
  return index === chosen ? 'wrong' : undefined;
}
