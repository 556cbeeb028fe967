import { useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { useClusterNow } from '../lab/use-cluster-now.ts';
import { Icon } from '../look/Icon.tsx';
import { sayDuration, sayTime, waitsOf } from '../panels/waits.ts';
import type { LabState } from '../played-lab.ts';
import type { LookBack } from '../panels/use-look-back.ts';
import { Popover } from './Popover.tsx';
import { RunScrubber } from './RunScrubber.tsx';
import styles from './actions.module.css';

const rates = [
  { rate: 0.25, label: '¼×', name: 'a quarter of the speed' },
  { rate: 1, label: '1×', name: 'real time' },
  { rate: 4, label: '4×', name: 'four times as fast' },
  { rate: 16, label: '16×', name: 'sixteen times as fast' },
];

/** The cluster's clock and what can be done with it. */
export function TimeBar({ state, lookBack }: { readonly state: LabState; readonly lookBack: LookBack }) {
  const { played, perform, announce } = useLab();
  const { time, phase } = state;
  const [rateOfBefore, setRateOfBefore] = useState(1);
  const isPaused = time.rate === 0;
  const disabled = phase !== 'playing' || state.elsewhere;
  const setRate = (rate: number, said: string) => {
    if (!isPaused) setRateOfBefore(time.rate);
    return perform('The clock keeps its speed', () => played.setRate(rate)).then((done) => done && announce(said));
  };
  return (
    <div className={styles['time']} role="group" aria-label="The cluster's clock">
      <button
        type="button"
        className={styles['icon']}
        disabled={disabled || time.looking}
        aria-label={isPaused ? 'Let time go on' : 'Pause time'}
        title={isPaused ? 'Let time go on' : 'Pause time'}
        onClick={() => setRate(isPaused ? rateOfBefore : 0, isPaused ? 'Time goes on.' : 'Time stands still.')}
      >
        <Icon name={isPaused ? 'play' : 'pause'} />
      </button>
      <ClusterClock state={state} />
      <div role="group" aria-label="Speed" className={styles['speeds']}>
        {rates.map(({ rate, label, name }) => (
          <button
            key={rate}
            type="button"
            disabled={disabled || time.looking}
            aria-pressed={time.rate === rate}
            aria-label={`Speed: ${name}`}
            onClick={() => setRate(rate, `Speed: ${name}.`)}
          >
            {label}
          </button>
        ))}
      </div>
      <FastForward state={state} disabled={disabled || time.looking} />
      <RunScrubber state={state} lookBack={lookBack} />
    </div>
  );
}

/** The cluster's own time. Not announced: it would never be still. */
function ClusterClock({ state }: { readonly state: LabState }) {
  const nowMs = useClusterNow(state, 1000);
  return (
    <time
      className={styles['clock']}
      dateTime={nowMs > 0 ? new Date(nowMs).toISOString() : undefined}
      title="The cluster's time, UTC"
    >
      {nowMs > 0 ? sayTime(nowMs) : '--:--:--'}
    </time>
  );
}

function FastForward({ state, disabled }: { readonly state: LabState; readonly disabled: boolean }) {
  const { played, perform, announce } = useLab();
  const { nowMs } = state.time;
  const waits = waitsOf(state.picture, nowMs).slice(0, 3);
  const lengths = [10_000, 60_000, 300_000];
  const forward = (ms: number, what: string) => {
    void perform('Time was not moved', () => played.fastForward(ms)).then((done) => done && announce(what));
  };
  return (
    <Popover label="Fast-forward" disabled={disabled} button={<Icon name="skip" />}>
      {(close) => (
        <>
          <p className={styles['menu-title']}>Let time pass at once</p>
          <ul className={styles['menu']} aria-label="Fast-forward">
            {waits.map(({ what, untilMs }) => (
              <li key={`${what}${untilMs}`}>
                <button
                  type="button"
                  onClick={() => {
                    close();
                    forward(untilMs - nowMs + 100, `${sayDuration(untilMs - nowMs)} have passed: ${what}.`);
                  }}
                >
                  {sayDuration(untilMs - nowMs)}, until {what}
                </button>
              </li>
            ))}
            {lengths.map((ms) => (
              <li key={ms}>
                <button
                  type="button"
                  onClick={() => {
                    close();
                    forward(ms, `${sayDuration(ms)} have passed in the cluster.`);
                  }}
                >
                  {sayDuration(ms)}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Popover>
  );
}
