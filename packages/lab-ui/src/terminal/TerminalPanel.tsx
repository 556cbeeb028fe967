import { useCallback, useEffect, useRef, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { useLatest } from '../lab/use-latest.ts';
import type { PageMemory } from '../lab/page-memory.ts';
import { TabStrip } from '../panels/TabStrip.tsx';
import { sayOutput } from './speech.ts';
import styles from './terminal.module.css';
import { TerminalTab } from './TerminalTab.tsx';
import { outputText, type TerminalItem, TerminalSession } from './terminal-session.ts';

/** A line for the terminal's input, put there by something else on the page. A new object each time. */
export interface Suggestion {
  readonly text: string;
  /** Lines of a solution type themselves. */
  readonly animated: boolean;
}

export interface TerminalPanelProps {
  readonly suggestion: Suggestion | undefined;
  readonly memory: PageMemory;
  /** The lab can be played: not starting, and not looking at the past. */
  readonly enabled: boolean;
  readonly onFinished: (item: TerminalItem) => void;
  /** Runs a command in the tab that is in front; a new object each time. */
  readonly command: { readonly line: string } | undefined;
}

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly session: TerminalSession;
}

/** The terminal: tabs, each a shell of its own beside the same cluster. */
export function TerminalPanel({ suggestion, memory, enabled, onFinished, command }: TerminalPanelProps) {
  const { played, announce } = useLab();
  const [tabs, setTabs] = useState<readonly Tab[]>([]);
  const [selected, setSelected] = useState<string>();
  const [isTable, setIsTable] = useState(() => memory.read('table') ?? false);
  const count = useRef(0);
  const finished = useLatest(onFinished);

  const open = useCallback((): Tab => {
    const session = new TerminalSession({
      terminal: played.openTerminal(),
      onNextFrame: (draw) => requestAnimationFrame(draw),
      onFinished: (item) => {
        const text = outputText(item);
        const unsaid = item.tookKeys ? (text.trimEnd().split('\n').at(-1) ?? '') : text;
        announce(sayOutput(unsaid, item.exitCode ?? 0));
        finished.current(item);
      },
    });
    count.current++;
    return { id: `terminal-${count.current}`, title: `sh ${count.current}`, session };
  }, [played, announce, finished]);

  useEffect(() => {
    count.current = 0;
    const first = open();
    const opened = new Set([first]);
    setTabs([first]);
    setSelected(first.id);
    return () => {
      for (const tab of opened) tab.session.close();
    };
  }, [open]);

  const add = () => {
    const tab = open();
    setTabs((all) => [...all, tab]);
    setSelected(tab.id);
    announce(`Terminal ${tab.title} opened.`);
  };
  const close = (id: string) => {
    const index = tabs.findIndex((tab) => tab.id === id);
    const left = tabs.filter((tab) => tab.id !== id);
    if (left.length === 0) return;
    tabs[index]?.session.close();
    setTabs(left);
    if (selected === id) setSelected((left[index] ?? left.at(-1))?.id);
    announce('Terminal closed.');
  };
  const changeTable = (next: boolean) => {
    setIsTable(next);
    memory.write('table', next);
  };
  const shown = tabs.find((tab) => tab.id === selected);
  const inFront = useLatest(shown);
  useEffect(() => {
    // Once, when it comes; not again in a tab that is opened later.
    if (command) inFront.current?.session.submit(command.line);
  }, [command, inFront]);

  return (
    <div className={styles['panel']}>
      <div className={styles['bar']}>
        <TabStrip
          label="Terminals"
          tabs={tabs.map(({ id, title }) => ({ id, title, closable: tabs.length > 1 }))}
          selected={selected}
          onSelect={setSelected}
          onClose={close}
          onAdd={add}
          addLabel="New terminal"
          small
        />
        <label className={styles['switch']}>
          <input type="checkbox" checked={isTable} onChange={(event) => changeTable(event.target.checked)} />
          Tables
        </label>
      </div>
      {tabs.map((tab) => (
        <TerminalTab
          key={tab.id}
          id={tab.id}
          session={tab.session}
          hidden={tab.id !== selected}
          suggestion={tab.id === selected ? suggestion : undefined}
          memory={memory}
          enabled={enabled}
          isTable={isTable}
        />
      ))}
    </div>
  );
}
