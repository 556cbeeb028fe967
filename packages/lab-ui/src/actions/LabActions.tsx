import { type ReactNode, useState } from 'react';
import { realClusterCommand, writeShellScript, type DoneCommand } from '../lab/shell-script.ts';
import { Icon } from '../look/Icon.tsx';
import { useLab } from '../lab/lab-context.ts';
import type { LabState } from '../played-lab.ts';
import styles from './actions.module.css';
import { type Copyable, CopyDialog } from './CopyDialog.tsx';
import { LabDialog } from './LabDialog.tsx';
import { Popover } from './Popover.tsx';
import { ShortcutDialog } from './ShortcutDialog.tsx';
import { useStateCopy } from './use-state-copy.tsx';

export interface LabActionsProps {
  readonly state: LabState;
  readonly done: readonly DoneCommand[];
  readonly muted: boolean;
  readonly onMuted: (muted: boolean) => void;
  readonly isFocused: boolean;
  readonly onFocused: (focused: boolean) => void;
  readonly onSolution: (lines: readonly string[]) => void;
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
  const entries: readonly (readonly [ReactNode, () => unknown, boolean?])[] = [
    ['Show a solution …', () => setAsked('solution'), disabled],
    ['Share this moment', share, state.phase !== 'playing' && state.phase !== 'failed'],
    [
      'Copy as shell script',
      () =>
        setCopyable({
          title: 'What you did, as a shell script',
          about: 'The commands of your terminal, for a cluster of your own.',
          text: writeShellScript({ lab, done }),
        }),
    ],
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
      <button
        type="button"
        className={styles['text-button']}
        disabled={state.elsewhere}
        onClick={() => setAsked('reset')}
      >
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
      {asked ? <Question asked={asked} onClose={() => setAsked(undefined)} onSolution={props.onSolution} /> : null}
      {copyable ? <CopyDialog {...copyable} onClose={() => setCopyable(undefined)} /> : null}
      {copy.dialog}
      {props.showsShortcuts ? <ShortcutDialog onClose={() => props.onShortcuts(false)} /> : null}
    </div>
  );
}

interface QuestionProps {
  readonly asked: 'reset' | 'solution';
  readonly onClose: () => void;
  readonly onSolution: (lines: readonly string[]) => void;
}

function Question({ asked, onClose, onSolution }: QuestionProps) {
  const { played, perform, announce } = useLab();
  const isReset = asked === 'reset';
  const act = async () => {
    onClose();
    if (isReset) {
      if (await perform('The lab was not begun anew', () => played.reset())) announce('The lab begins anew.');
      return;
    }
    await perform('No solution can be shown', async () => {
      const { title, lines } = await played.solve(undefined);
      announce(`${title}: ${lines.length} lines. Enter runs each.`);
      onSolution(lines);
    });
  };
  return (
    <LabDialog
      title={isReset ? 'Begin this lab anew?' : 'Show a solution?'}
      onClose={onClose}
      closeLabel="Go on as it is"
      actions={
        <button type="button" className={styles['primary']} onClick={act}>
          {isReset ? 'Begin anew' : 'Begin anew and type it'}
        </button>
      }
    >
      <p>
        {isReset
          ? 'The cluster is made again as it was at the start. What you did in this run is gone; steps you have passed before stay in your progress.'
          : 'The lab begins anew, and a solution types itself into the terminal, one line at a time. You press Enter and watch what happens. This run then does not count as passed.'}
      </p>
    </LabDialog>
  );
}
