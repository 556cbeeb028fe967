import type { ReactNode } from 'react';
import type { ConsoleLine } from '../highlight/console-lines.ts';

/** A terminal session: the prompt is drawn, so that selecting the commands does not take it along. */
export function ConsoleSession({ lines }: { readonly lines: readonly ConsoleLine[] }): ReactNode {
  return (
    <pre className="code session" tabIndex={0} role="group" aria-label="Terminal session">
      <code>
        {lines.map((line, index) => (
          // The lines never change.
          <span key={index} className={`line ${line.kind}`}>
            {line.text}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  );
}
