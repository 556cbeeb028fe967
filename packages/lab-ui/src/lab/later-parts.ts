/** What a lab page can do without until its prompt is there: panels that are behind a tab, and what a menu opens. */
import { RunQuestion } from '../actions/RunQuestion.tsx';
import { ShortcutDialog } from '../actions/ShortcutDialog.tsx';
import { EditorPanel } from '../editor/EditorPanel.tsx';
import { DetailsPanel } from '../panels/DetailsPanel.tsx';
import { EventsPanel } from '../panels/EventsPanel.tsx';
import { TimelinePanel } from '../panels/TimelinePanel.tsx';
import { writeShellScript } from './shell-script.ts';

export const laterParts = {
  DetailsPanel,
  EditorPanel,
  EventsPanel,
  RunQuestion,
  ShortcutDialog,
  TimelinePanel,
  writeShellScript,
};
