import { type ReactNode, useState } from 'react';
import { Later } from '../lab/Later.tsx';
import { loadLater } from '../lab/load-later.ts';
import { realClusterCommand } from '../lab/real-cluster.ts';
import type { DoneCommand } from '../lab/shell-script.ts';
import { Icon } from '../look/Icon.tsx';
import { useLab } from '../lab/lab-context.ts';
import type { LabState } from '../played-lab.ts';
import styles from './actions.module.css';
import { type Copyable, CopyDialog } from './CopyDialog.tsx';
import { Popover } from './Popover.tsx';
import { useStateCopy } from './use-state-copy.tsx';

export interface LabActionsProps {
  readonly state: LabState;
  readonly done: readonly DoneCommand[];
  readonly muted: boolean;
  readonly onMuted: (muted: boolean) => void;
  readonly isFocused: boolean;
  readonly onFocused: (focused: boolean) => void;
  readonly onSolution: (count: number) => void;
  /** The shortcut list is asked for by `?`. */
  readonly showsShortcuts: boolean;
  readonly onShortcuts: (shown: boolean) => void;
}

/** What can be done with the run as a whole: take back, begin anew, take along. */
export function LabActions(props: LabActionsProps) {
  const { state, done } = props;
  const { lab, played, perform, announce } = useLab();
  const [asked, setAsked] = useState<'reset' | 'solution'>();
  const [copyable, setCopyable] = useState<Copyable>();
  const disabled = state.phase !== 'playing' || state.elsewhere;
  const share = () =>
    perform('The lab cannot be shared', async () => {
      const hash = await played.share();
      const text = `${location.href.replace(/#.*/, '')}#${hash.replace(/^#/, '')}`;
      setCopyable({ title: 'Share this moment', about: 'Whoever opens it finds the lab as it stands now.', text });
    });
  const copy = useStateCopy();
  const ask = (question: 'reset' | 'solution') =>
    perform('The lab goes on as it is', async () => {
      await loadLater();
      setAsked(question);
    });
  const copyScript = () =>
    perform('The script could not be written', async () => {
      const { writeShellScript } = await loadLater();
      const about = 'The commands of your terminal, for a cluster of your own.';
      setCopyable({ title: 'What you did, as a shell script', about, text: writeShellScript({ lab, done }) });
    });
  const entries: readonly (readonly [ReactNode, () => unknown, boolean?])[] = [
    ['Show a solution …', () => ask('solution'), disabled],
    ['Share this moment', share, state.phase !== 'playing' && state.phase !== 'failed'],
    ['Copy as shell script', copyScript],
    [
      'Do this on a real cluster',
      () =>
        setCopyable({
          title: 'Do this on a real cluster',
          about: 'In a copy of Podlab’s repository, with Docker and kind: the same lab, the same checks.',
          text: realClusterCommand(lab.id),
        }),
    ],
    ['Copy state for a bug report', () => copy.begin(state.failure?.message), state.phase === 'starting'],
    ['Print', () => print()],
    [
      props.muted ? 'Tell what happens to screen readers' : 'Mute what happens for screen readers',
      () => props.onMuted(!props.muted),
    ],
    ['Keyboard shortcuts', () => props.onShortcuts(true)],
  ];
  return (
    <div className={styles['actions']} role="group" aria-label="This run">
      <button
        type="button"
        className={styles['text-button']}
        disabled={disabled || !state.undo.possible}
        title={state.undo.of ? `Takes back: ${state.undo.of}` : 'There is nothing to take back'}
        onClick={() =>
          perform('Nothing was taken back', () => played.undo()).then(
            (did) => did && announce(`Taken back: ${state.undo.of ?? 'the last change'}.`),
          )
        }
      >
        <Icon name="undo" /> <span className={styles['label']}>Undo</span>
        {state.undo.possible && state.undo.of ? <code className={styles['undo-of']}>{state.undo.of}</code> : null}
      </button>
      <button type="button" className={styles['text-button']} disabled={state.elsewhere} onClick={() => ask('reset')}>
        <Icon name="reset" /> <span className={styles['label']}>Reset</span>
      </button>
      <button
        type="button"
        className={`${styles['text-button']} ${styles['focus-button']}`}
        aria-pressed={props.isFocused}
        onClick={() => props.onFocused(!props.isFocused)}
      >
        Focus
      </button>
      <Popover label="More" button={<Icon name="more" />}>
        {(close) => (
          <ul className={styles['menu']}>
            {entries.map(([name, act, isDisabled], index) => (
              <li key={index}>
                <button
                  type="button"
                  disabled={isDisabled}
                  onClick={() => {
                    close();
                    act();
                  }}
                >
                  {name}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Popover>
      {asked ? (
        <Later shown={false}>
          {({ RunQuestion }) => (
            <RunQuestion asked={asked} onClose={() => setAsked(undefined)} onSolution={props.onSolution} />
          )}
        </Later>
      ) : null}
      {copyable ? <CopyDialog {...copyable} onClose={() => setCopyable(undefined)} /> : null}
      {copy.dialog}
      {props.showsShortcuts ? (
        <Later shown={true}>
          {({ ShortcutDialog }) => <ShortcutDialog onClose={() => props.onShortcuts(false)} />}
        </Later>
      ) : null}
    </div>
  );
}
