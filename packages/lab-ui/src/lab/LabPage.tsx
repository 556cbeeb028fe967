import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { LabActions } from '../actions/LabActions.tsx';
import type { PlayedLab } from '../played-lab.ts';
import { currentStep } from '../steps/report-memory.ts';
import { StepsPanel } from '../steps/StepsPanel.tsx';
import type { Suggestion } from '../terminal/TerminalPanel.tsx';
import type { TerminalItem } from '../terminal/terminal-session.ts';
import { commandsOf } from '../text/markdown.ts';
import { type LabLinkProps, LabLinkContext, plainLink } from '../text/LabLink.tsx';
import { Markdown } from '../text/Markdown.tsx';
import { type LabContextValue, LabProvider, useLabState } from './lab-context.ts';
import styles from './lab-page.module.css';
import type { LabText } from './lab-text.ts';
import { createPageMemory } from './page-memory.ts';
import { Notice } from './Notice.tsx';
import { PanelBoundary } from './PanelBoundary.tsx';
import { PhaseNotice } from './PhaseNotice.tsx';
import { PhoneBar, type PhonePanel } from './PhoneBar.tsx';
import type { LabProgress } from './progress.ts';
import type { DoneCommand } from './shell-script.ts';
import { SkipLinks } from './SkipLinks.tsx';
import { Stage, type WorkPanel } from './Stage.tsx';
import { useAnnouncer } from './use-announcer.ts';
import { useLoadAhead } from './use-load-ahead.ts';
import { useReport } from './use-report.ts';
import { useSolution } from './use-solution.ts';
import { useVisibility } from './use-visibility.ts';

export interface LabPageProps {
  readonly lab: LabText;
  readonly played: PlayedLab;
  /** Marks words of a glossary in output and descriptions, as `createWordMarker` does. Default: none are. */
  readonly markWords?: ((text: string) => ReactNode) | undefined;
  /** Makes the links in the lab's texts. Default: `a` with the href as it stands. */
  readonly renderLink?: ((link: LabLinkProps) => ReactNode) | undefined;
  /** Told when a step was passed for the first time. It is kept in any case. */
  readonly onProgress?: ((progress: LabProgress) => void) | undefined;
}

const asText = (text: string): ReactNode => text;

/** A lab being played: its steps and checks beside the cluster, a terminal, an editor. */
export function LabPage({ lab, played, markWords = asText, renderLink = plainLink, onProgress }: LabPageProps) {
  const state = useLabState(played);
  const memory = useMemo(() => createPageMemory(() => localStorage, lab.id), [lab.id]);
  const { said, announce } = useAnnouncer();
  const [muted, setMuted] = useState(() => memory.read('muted') ?? false);
  const [work, setWork] = useState<WorkPanel>('terminal');
  const [phone, setPhone] = useState<PhonePanel>('steps');
  const [suggestion, setSuggestion] = useState<Suggestion>();
  const [done, setDone] = useState<readonly DoneCommand[]>([]);
  const [failure, setFailure] = useState<string>();
  const [isFocused, setIsFocused] = useFocusMode();
  const [showsShortcuts, setShowsShortcuts] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useVisibility(root, played);
  useLoadAhead(state.phase === 'playing');
  const wasPassed = useReport(state, { lab, memory, announce, onProgress });
  useEffect(() => (muted ? undefined : played.onSentence(announce)), [played, muted, announce]);
  const stepId = currentStep(state.report)?.id;
  useStepInView(root, stepId);

  const show = useCallback((panel: WorkPanel) => {
    setWork(panel);
    setPhone(panel === 'yaml' || panel === 'terminal' ? panel : 'cluster');
  }, []);
  const showOnPhone = (panel: PhonePanel) => {
    setPhone(panel);
    if (panel === 'terminal' || panel === 'yaml') setWork(panel);
    // What tells of the cluster stands below its picture there.
    if (panel === 'cluster') setWork((shown) => (shown === 'terminal' || shown === 'yaml' ? 'timeline' : shown));
  };
  const suggest = useCallback(
    (next: Suggestion) => {
      show('terminal');
      setSuggestion(next);
    },
    [show],
  );
  const solution = useSolution({
    suggest,
    nextLine: () => played.solutionLine(),
    onFailure: (error) => setFailure(`The solution does not go on: ${sayError(error)}`),
  });
  const step = lab.steps.find(({ id }) => id === stepId) ?? lab.steps[0];
  const context = useMemo(
    (): LabContextValue => ({
      lab,
      played,
      announce,
      markWords,
      commands: commandsOf(step?.text ?? ''),
      typeCommand: (text) => suggest({ text, animated: false }),
      async perform(what, action) {
        setFailure(undefined);
        try {
          await action();
          return true;
        } catch (error) {
          setFailure(`${what}: ${sayError(error)}`);
          return false;
        }
      },
    }),
    [lab, played, announce, markWords, step, suggest],
  );
  const onFinished = (item: TerminalItem) => {
    setDone((all) => [...all, { line: item.command, exitCode: item.exitCode ?? 0 }]);
    solution.onFinished(item.command);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = (event.target as Element).closest('input, textarea, select, [contenteditable], dialog');
    if (event.key === '?' && !isTyping) setShowsShortcuts(true);
    else if (event.key === 'F6' && isFocused) goToPanel(root.current, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  };
  const canPlay = state.phase === 'playing' && !state.time.looking && !state.elsewhere;
  return (
    <LabProvider value={context}>
      <LabLinkContext value={renderLink}>
        <div
          ref={root}
          // Keys that hold in all of the lab bubble up to here.
          role="presentation"
          className={styles['root']}
          data-focus={isFocused || undefined}
          data-phone={phone}
          data-phase={state.phase}
          onKeyDown={onKeyDown}
        >
          <div className={styles['page']}>
            <SkipLinks onGo={showOnPhone} />
            <header className={styles['header']}>
              <h1 className={styles['title']}>{lab.title}</h1>
              <LabActions
                state={state}
                done={done}
                muted={muted}
                onMuted={(next) => {
                  setMuted(next);
                  memory.write('muted', next);
                }}
                isFocused={isFocused}
                onFocused={setIsFocused}
                onSolution={solution.begin}
                showsShortcuts={showsShortcuts}
                onShortcuts={setShowsShortcuts}
              />
            </header>
            <PhaseNotice state={state} />
            {failure ? (
              <Notice tone="failed" glyph="✕" onClose={() => setFailure(undefined)}>
                {failure}
              </Notice>
            ) : null}
            <div className={styles['columns']}>
              <section className={styles['steps']} aria-label="Steps" id="lab-steps" data-panel="steps" tabIndex={-1}>
                <div className={styles['goal']}>
                  <Markdown text={lab.goal} />
                </div>
                <PanelBoundary name="The list of steps">
                  <StepsPanel state={state} wasPassed={wasPassed} />
                </PanelBoundary>
              </section>
              <Stage
                state={state}
                work={work}
                onWork={show}
                suggestion={suggestion}
                memory={memory}
                canPlay={canPlay}
                onFinished={onFinished}
                solution={solution}
              />
            </div>
            <PhoneBar
              lab={lab}
              state={state}
              selected={phone}
              onSelect={(panel) => {
                showOnPhone(panel);
                // What stands above the lab would push the end of the panel below the bar.
                if (panel !== 'steps') scrollBy({ top: root.current?.getBoundingClientRect().top ?? 0 });
              }}
            />
            <div role="status" className={styles['hidden']}>
              {said}
            </div>
          </div>
        </div>
      </LabLinkContext>
    </LabProvider>
  );
}

/** Focus mode hides what is around the lab. Nothing is taken over: browser find, back and zoom work as before. */
function useFocusMode() {
  const [isFocused, setIsFocused] = useState(false);
  useEffect(() => {
    document.documentElement.toggleAttribute('data-lab-focus', isFocused);
    return () => document.documentElement.removeAttribute('data-lab-focus');
  }, [isFocused]);
  return [isFocused, setIsFocused] as const;
}

/** A new step is brought into view when its heading is out of it; the focus stays where it is. */
function useStepInView(root: RefObject<HTMLElement | null>, step: string | undefined): void {
  const before = useRef(step);
  useEffect(() => {
    const isFirst = before.current === undefined;
    before.current = step;
    if (isFirst || step === undefined) return;
    const heading = root.current?.querySelector('[data-current-step]');
    const top = heading?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > innerHeight * 0.6) heading?.scrollIntoView({ block: 'center' });
  }, [root, step]);
}

function goToPanel(root: HTMLElement | null, by: number): void {
  const panels = [...(root?.querySelectorAll<HTMLElement>('[data-panel]') ?? [])].filter((panel) => panel.offsetParent);
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  // From outside of all panels, back leads to the last one.
  panels.at(at === -1 && by < 0 ? -1 : (at + by) % panels.length)?.focus();
}

function sayError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { next } = error as Error & { readonly next?: unknown };
  return typeof next === 'string' ? `${error.message} ${next}` : error.message;
}
