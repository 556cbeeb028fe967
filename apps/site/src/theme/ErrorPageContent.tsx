import type { ReactNode } from 'react';

interface Props {
  readonly error: Error;
  readonly tryAgain: () => void;
}

export default function ErrorPageContent({ error, tryAgain }: Props): ReactNode {
  return (
    <main id="main" className="page narrow">
      <h1>This page has stopped working</h1>
      <p>{error.message}</p>
      <p>
        <button type="button" className="button" onClick={tryAgain}>
          Try again
        </button>
      </p>
      <p>If it stops again, reload the page. What you have done in a lab is kept.</p>
    </main>
  );
}
