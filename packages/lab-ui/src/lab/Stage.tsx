import { type ReactNode, useState } from 'react';
import { TimeBar } from '../actions/TimeBar.tsx';
import { LinkButton } from '../look/LinkButton.tsx';
import { TabStrip } from '../panels/TabStrip.tsx';
import { useLookBack } from '../panels/use-look-back.ts';
import type { PicturedObject } from '../picture/pictured-object.ts';
import type { LabState } from '../played-lab.ts';
import { type Suggestion, TerminalPanel } from '../terminal/TerminalPanel.tsx';
import type { TerminalItem } from '../terminal/terminal-session.ts';
import { ClusterPanel } from './ClusterPanel.tsx';
import styles from './lab-page.module.css';
import { Later } from './Later.tsx';
import { PanelBoundary } from './PanelBoundary.tsx';
import type { PageMemory } from './page-memory.ts';
import type { Solution } from './use-solution.ts';

export interface StageProps {
  readonly state: LabState;
  readonly work: WorkPanel;
  readonly onWork: (panel: WorkPanel) => void;
  readonly suggestion: Suggestion | undefined;
  readonly memory: PageMemory;
  readonly canPlay: boolean;
  readonly onFinished: (item: TerminalItem) => void;
  readonly solution: Solution;
}

export type WorkPanel = 'terminal' | 'yaml' | 'timeline' | 'events' | 'details';

const workTabs: readonly { readonly id: WorkPanel; readonly title: string }[] = [
  { id: 'terminal', title: 'Terminal' },
  { id: 'yaml', title: 'YAML' },
  { id: 'timeline', title: 'Timeline' },
  { id: 'events', title: 'Events' },
  { id: 'details', title: 'Details' },
];

/** The cluster, and what the learner works on it with. Hidden panels go on: a terminal is never unmounted. */
export function Stage({ state, work, onWork, suggestion, memory, canPlay, onFinished, solution }: StageProps) {
  const [command, setCommand] = useState<{ readonly line: string }>();
  const [chosen, setChosen] = useState<PicturedObject>();
  const lookBack = useLookBack(state);
  return (
    <div className={styles['stage']}>
      <section className={styles['cluster']} aria-label="Cluster" id="lab-cluster" data-panel="cluster" tabIndex={-1}>
        <TimeBar state={state} lookBack={lookBack} />
        <PanelBoundary name="The picture of the cluster">
          <ClusterPanel
            state={state}
            onChoose={(object) => {
              setChosen(object);
              onWork('details');
              // On a phone they stand below the picture.
              requestAnimationFrame(() => document.getElementById('lab-work')?.scrollIntoView({ block: 'nearest' }));
            }}
          />
        </PanelBoundary>
      </section>
      <section className={styles['work']} aria-label="Terminal and files" id="lab-work" data-panel="work" tabIndex={-1}>
        <TabStrip
          label="Terminal and files"
          tabs={workTabs}
          selected={work}
          onSelect={(id) => onWork(id as WorkPanel)}
        />
        {solution.place ? (
          <p className={styles['solution']}>
            A solution, line {solution.place.line} of {solution.place.of}.{' '}
            {solution.place.isTyped ? 'Read it, then press Enter.' : 'It comes when the cluster is ready for it.'}{' '}
            <LinkButton onClick={solution.stop}>Stop</LinkButton>
          </p>
        ) : null}
        <WorkBox id="terminal" selected={work}>
          <TerminalPanel
            suggestion={suggestion}
            command={command}
            memory={memory}
            enabled={canPlay}
            onFinished={onFinished}
          />
        </WorkBox>
        <WorkBox id="yaml" selected={work}>
          <Later shown={work === 'yaml'}>
            {({ EditorPanel }) => (
              <EditorPanel
                shown={work === 'yaml'}
                enabled={canPlay}
                onRun={(line) => {
                  onWork('terminal');
                  setCommand({ line });
                }}
              />
            )}
          </Later>
        </WorkBox>
        <WorkBox id="timeline" selected={work}>
          <Later shown={work === 'timeline'}>
            {({ TimelinePanel }) => <TimelinePanel state={state} lookBack={lookBack} shown={work === 'timeline'} />}
          </Later>
        </WorkBox>
        <WorkBox id="events" selected={work}>
          <Later shown={work === 'events'}>
            {({ EventsPanel }) => <EventsPanel state={state} shown={work === 'events'} />}
          </Later>
        </WorkBox>
        <WorkBox id="details" selected={work}>
          <Later shown={work === 'details'}>
            {({ DetailsPanel }) => <DetailsPanel state={state} chosen={chosen} shown={work === 'details'} />}
          </Later>
        </WorkBox>
        <p className={styles['keys']}>
          Tab completes, Esc then Tab leaves the terminal. <kbd>?</kbd> lists all keys.
        </p>
      </section>
    </div>
  );
}

function titleOf(panel: WorkPanel): string {
  return workTabs.find(({ id }) => id === panel)?.title ?? panel;
}

function WorkBox({
  id,
  selected,
  children,
}: {
  readonly id: WorkPanel;
  readonly selected: WorkPanel;
  readonly children: ReactNode;
}) {
  return (
    <div
      role="tabpanel"
      id={`${id}-panel`}
      aria-labelledby={`${id}-tab`}
      hidden={id !== selected}
      className={styles['work-box']}
      data-work={id}
    >
      <PanelBoundary name={`The panel ${titleOf(id)}`}>{children}</PanelBoundary>
    </div>
  );
}
