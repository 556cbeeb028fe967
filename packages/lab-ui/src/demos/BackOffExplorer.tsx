import { useState } from 'react';
import { Pea } from '../picture/Pea.tsx';
import { type BackOffRun, backOffRuns } from './back-off-runs.ts';
import styles from './BackOffExplorer.module.css';
import unseen from '../look/unseen.module.css';
import { DemoFrame, SliderField } from './DemoFrame.tsx';

export interface BackOffExplorerProps {
  /** How long each run lasts at first; seconds, default 5. */
  readonly runSeconds?: number;
  /** How many runs are drawn; default 9. */
  readonly runs?: number;
}

/** How long a container waits after each exit, for runs of a length that the reader chooses. */
export function BackOffExplorer({ runSeconds = 5, runs = 9 }: BackOffExplorerProps) {
  const [seconds, setSeconds] = useState(runSeconds);
  const rows = backOffRuns(seconds * 1000, Math.max(1, runs));
  const wholeMs = Math.max(...rows.map((row) => row.exitMs - row.startMs + row.waitMs));
  return (
    <DemoFrame
      title="How long until the next start?"
      controls={
        <SliderField
          label="Each run lasts"
          says={spell(seconds * 1000)}
          value={seconds}
          min={1}
          max={660}
          onChange={setSeconds}
        />
      }
    >
      <table className={styles.runs}>
        <thead>
          <tr>
            <th scope="col">Restarts</th>
            <th scope="col">Runs, then waits</th>
            <th scope="col">Waits</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.restarts}>
              <th scope="row">
                <RestartPea run={row} />
                <span className={unseen.text}>{row.restarts}</span>
              </th>
              <td>
                <span className={styles.bar} aria-hidden="true">
                  <i className={styles.run} style={{ width: share(row.exitMs - row.startMs, wholeMs) }} />
                  <i className={styles.wait} style={{ width: share(row.waitMs, wholeMs) }} />
                </span>
                <span className={unseen.text}>runs {spell(row.exitMs - row.startMs)}</span>
              </td>
              <td className={styles.number}>{row.waitMs === 0 ? 'not at all' : spell(row.waitMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.sum} role="status">
        {sum(rows, seconds * 1000)}
      </p>
    </DemoFrame>
  );
}

function RestartPea({ run }: { readonly run: BackOffRun }) {
  return (
    <svg width="26" height="26" viewBox="-13 -13 26 26" aria-hidden="true" focusable="false">
      <Pea
        key={run.restarts}
        container={{
          name: '',
          kind: 'container',
          state: 'ready',
          restarts: run.restarts,
          reason: undefined,
          exitCode: undefined,
          backOff: undefined,
        }}
        leaving={false}
        backOffLeft={undefined}
      />
    </svg>
  );
}

function sum(rows: readonly BackOffRun[], runMs: number): string {
  const last = rows.at(-1);
  const up = rows.length * runMs;
  const whole = last ? last.exitMs + last.waitMs : 0;
  const percent = Math.round((up / Math.max(1, whole)) * 100);
  const longest = Math.max(...rows.map(({ waitMs }) => waitMs));
  const until = longest === 0 ? 'It is always started again at once.' : `The longest wait is ${spell(longest)}.`;
  return `${until} In ${spell(whole)} the container has run ${percent} % of the time.`;
}

function share(ms: number, wholeMs: number): string {
  return `${((ms / wholeMs) * 100).toFixed(2)}%`;
}

/** `2 min 40 s`. */
function spell(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}
