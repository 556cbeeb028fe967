import { useEffect, useState } from 'react';
import { useStateCopy } from '../actions/use-state-copy.tsx';
import { LinkButton } from '../look/LinkButton.tsx';
import { sayDuration } from '../panels/waits.ts';
import { type LabState, sayMissing } from '../played-lab.ts';
import { useLab } from './lab-context.ts';
import { FormerNotice } from './FormerNotice.tsx';
import { Notice } from './Notice.tsx';

/** After this long a start is said to be slow, and what can be read meanwhile is named. */
const slowStartMs = 8000;

/** What keeps the lab from being played as usual, and what to do about it. */
export function PhaseNotice({ state }: { readonly state: LabState }) {
  const { played, perform } = useLab();
  const isOffline = useIsOffline();
  const { phase, failure, time, kept, missing } = state;
  const copy = useStateCopy();
  if (phase === 'failed') {
    return (
      <Notice tone="failed" glyph="✕">
        <strong>{failure?.message ?? 'The lab cannot be played on.'}</strong> {failure?.next}{' '}
        {failure?.code === 'LINK' ? (
          // A reload alone would open the same link again.
          <a href={location.pathname}>Go to the lab</a>
        ) : (
          <LinkButton onClick={() => location.reload()}>Reload the page</LinkButton>
        )}{' '}
        <LinkButton onClick={() => copy.begin(failure?.message)}>Copy state for a bug report</LinkButton>
        {copy.dialog}
      </Notice>
    );
  }
  if (missing !== undefined && !state.elsewhere) {
    return (
      <Notice tone="note" glyph="↯">
        {sayMissing(missing)}{' '}
        {missing === 'gone' ? <LinkButton onClick={() => location.reload()}>Reload the page</LinkButton> : null}
      </Notice>
    );
  }
  if (state.elsewhere) {
    return (
      <Notice tone="note" glyph="≡">
        Another tab plays this lab. Here you watch.{' '}
        <LinkButton onClick={() => perform('The lab stays in the other tab', () => played.takeOver())}>
          Play it here
        </LinkButton>
      </Notice>
    );
  }
  if (phase !== 'playing') return <Starting state={state} />;
  if (time.looking) {
    const agoMs = (state.timeline?.toMs ?? 0) - (state.picture?.atMs ?? 0);
    return (
      <Notice tone="note" glyph="◷">
        You are looking at {sayDuration(agoMs)} ago. The terminal waits.{' '}
        <LinkButton onClick={() => perform('The past stays in sight', () => played.lookAt(undefined))}>
          Back to now
        </LinkButton>
      </Notice>
    );
  }
  return (
    <>
      {state.former ? <FormerNotice former={state.former} /> : null}
      {kept.where === 'memory' ? (
        <Notice tone="quiet" glyph="!">
          This run ends with the page. {kept.why}
        </Notice>
      ) : null}
      {isOffline ? (
        <Notice tone="quiet" glyph="↯">
          You are offline. The lab goes on: its cluster runs in this page.
        </Notice>
      ) : null}
    </>
  );
}

function Starting({ state }: { readonly state: LabState }) {
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const fromMs = performance.now();
    const timer = window.setInterval(() => setElapsedMs(performance.now() - fromMs), 1000);
    return () => clearInterval(timer);
  }, []);
  const what = {
    starting: 'Starting',
    resuming: 'Going on where you were',
    recovering: 'Making the cluster again, as it was kept',
  };
  const name = state.phase === 'starting' || state.phase === 'resuming' ? what[state.phase] : what.recovering;
  return (
    <Notice tone="quiet" glyph="…">
      {name}
      {state.phase === 'recovering' || state.progress === '' ? '' : `: ${state.progress}`}
      {elapsedMs > slowStartMs
        ? ` · ${sayDuration(elapsedMs)} so far. The steps and their text are here to be read meanwhile; if nothing comes, reload the page.`
        : ''}
    </Notice>
  );
}

function useIsOffline(): boolean {
  const [isOffline, setIsOffline] = useState(false);
  useEffect(() => {
    const read = () => setIsOffline(!navigator.onLine);
    read();
    addEventListener('online', read);
    addEventListener('offline', read);
    return () => {
      removeEventListener('online', read);
      removeEventListener('offline', read);
    };
  }, []);
  return isOffline;
}
