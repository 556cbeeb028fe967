import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { LabState, PlayedLab } from '../played-lab.ts';
import type { LabText } from './lab-text.ts';

/** What every part of a lab page may use. */
export interface LabContextValue {
  readonly lab: LabText;
  readonly played: PlayedLab;
  /** Says a sentence once to a screen reader. */
  readonly announce: (sentence: string) => void;
  /** Puts a command into the terminal, for the learner to run. */
  readonly typeCommand: (command: string) => void;
  /** Commands that the current step speaks of. */
  readonly commands: readonly string[];
  /** Does something that may be refused; the reason is shown and told. @returns whether it was done */
  readonly perform: (what: string, action: () => Promise<unknown>) => Promise<boolean>;
  /** Marks words of the glossary in a text. */
  readonly markWords: (text: string) => ReactNode;
}

const LabContext = createContext<LabContextValue | undefined>(undefined);

export const LabProvider = LabContext.Provider;

export function useLab(): LabContextValue {
  const value = useContext(LabContext);
  if (!value) throw new Error('a part of a lab page must stand in a LabPage');
  return value;
}

/** The state of the lab, always the newest. */
export function useLabState(played: PlayedLab): LabState {
  return useSyncExternalStore(
    (listener) => played.onChange(listener),
    () => played.state,
    () => played.state,
  );
}
