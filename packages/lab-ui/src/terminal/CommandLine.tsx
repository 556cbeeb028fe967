import {
  type ChangeEvent,
  type ClipboardEvent,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useReducer,
  useRef,
} from 'react';
import { useLab } from '../lab/lab-context.ts';
import { useLatest } from '../lab/use-latest.ts';
import type { PageMemory } from '../lab/page-memory.ts';
import { ChipRow } from './ChipRow.tsx';
import { CompletionList } from './CompletionList.tsx';
import { keysOf } from './key-sequences.ts';
import { createLine, editLine, type LineState } from './line-editor.ts';
import { needsMore } from './needs-more.ts';
import { withoutPrompts } from './pasted-text.ts';
import styles from './terminal.module.css';
import type { Suggestion } from './TerminalPanel.tsx';
import type { TerminalSession, TerminalView } from './terminal-session.ts';
import { useTypedSuggestion } from './use-typed-suggestion.ts';

export interface CommandLineProps {
  readonly session: TerminalSession;
  readonly view: TerminalView;
  readonly suggestion: Suggestion | undefined;
  readonly memory: PageMemory;
  readonly enabled: boolean;
  /** Something was typed: the end of the output is to be seen. */
  readonly onTyped: () => void;
}

/** The line being typed. A browser's own text field, so that it can be edited, dictated and spoken as any other. */
export function CommandLine({ session, view, suggestion, memory, enabled, onTyped }: CommandLineProps) {
  const { announce } = useLab();
  const [line, dispatch] = useReducer(editLine, undefined, () => createLine(memory.read('history') ?? []));
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { takes } = view;
  const finishTyping = useTypedSuggestion({
    suggestion,
    input,
    onText: (text) => dispatch({ type: 'suggested', text }),
  });
  useLayoutEffect(() => placeCursor(input.current, line), [line]);
  useEffect(() => memory.write('history', line.history), [memory, line.history]);
  const typed = useLatest(line.text);
  useEffect(() => {
    // What was typed before a program asked for keys is for that program, as in any terminal.
    if (takes !== 'keys' || typed.current === '') return;
    session.press(typed.current);
    dispatch({ type: 'cleared' });
  }, [takes, session, typed]);

  const submit = () => {
    if (!enabled) return announce('The terminal waits: the lab is not being played now.');
    // A line that types itself is seen whole before it is run.
    if (finishTyping()) return;
    onTyped();
    session.submit(line.text);
    dispatch({ type: takes === 'command' ? 'taken' : 'cleared' });
  };
  const complete = async () => {
    const { text, cursor } = line;
    const completion = await session.complete(text, cursor).catch(() => undefined);
    const count = completion?.candidates.length ?? 0;
    if (count === 0) announce('Nothing completes this.');
    else if (count > 1) announce(`${count} possible completions.`);
    if (completion) dispatch({ type: 'completed', line: text, cursor, completion });
  };
  const interrupt = () => {
    session.interrupt();
    dispatch({ type: 'cleared' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const act = actionOf(event, { line, takes });
    if (!act) return;
    if (act === 'leave') return;
    event.preventDefault();
    if (act === 'submit') submit();
    else if (act === 'complete') void complete();
    else if (act === 'interrupt') interrupt();
    else if (act === 'clear') session.clear();
    else if (act === 'end') session.press(undefined);
    else if (typeof act === 'string') session.press(act.slice(1));
    else dispatch(act);
  };
  const onChange = ({ target }: ChangeEvent<HTMLTextAreaElement>) => {
    if (takes === 'keys') {
      session.press(target.value.replaceAll('\n', '\r'));
      target.value = '';
    } else if (line.search) dispatch({ type: 'searchEdited', query: target.value });
    else dispatch({ type: 'edited', text: target.value, cursor: target.selectionStart });
  };
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text');
    const text = withoutPrompts(pasted);
    if (takes !== 'command' || line.search || text === pasted) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value: before } = event.currentTarget;
    const after = before.slice(selectionEnd);
    dispatch({
      type: 'edited',
      text: before.slice(0, selectionStart) + text + after,
      cursor: selectionStart + text.length,
    });
    announce('The $ of the prompt was left out.');
  };
  const value = takes === 'keys' ? '' : (line.search?.query ?? line.text);
  return (
    <div className={styles['entry']}>
      {view.waiting.map((text, index) => (
        <div key={index} className={styles['waiting']}>
          then: {text}
        </div>
      ))}
      <div className={styles['input-row']}>
        <label className={styles['prompt']} htmlFor={`${listId}-input`}>
          <span className={styles['hidden']}>{labelOf(view, line)}</span>
          <span aria-hidden="true">{line.search ? 'search: ' : promptOf(view)}</span>
        </label>
        <textarea
          id={`${listId}-input`}
          ref={input}
          className={styles['input']}
          value={value}
          rows={Math.max(1, value.split('\n').length)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          enterKeyHint="send"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={line.menu ? listId : undefined}
          aria-activedescendant={line.menu ? `${listId}-${line.menu.selected}` : undefined}
          aria-disabled={!enabled || undefined}
          placeholder={enabled ? undefined : 'The terminal waits.'}
          onChange={onChange}
          onPaste={onPaste}
          onSelect={({ currentTarget }) => {
            if (takes !== 'keys' && !line.search && currentTarget.selectionStart !== line.cursor)
              dispatch({ type: 'edited', text: currentTarget.value, cursor: currentTarget.selectionStart });
          }}
          onKeyDown={onKeyDown}
          onBlur={() => dispatch({ type: 'menuClosed' })}
        />
        {line.search ? <span className={styles['found']}>{line.history[line.search.at ?? -1] ?? ''}</span> : null}
        <span data-probe aria-hidden="true" className={styles['probe']}>
          MMMMMMMMMM
        </span>
        {line.menu ? (
          <CompletionList
            id={listId}
            menu={line.menu}
            onChoose={(index) => {
              dispatch({ type: 'menuAccepted', index });
              input.current?.focus();
            }}
          />
        ) : null}
      </div>
      <ChipRow
        onKey={(key) => {
          input.current?.focus();
          if (key === 'Tab') void complete();
          else if (key === '^C') interrupt();
          else if (key === '↑') dispatch({ type: 'older' });
          else if (takes === 'keys') session.press(key);
          else dispatch({ type: 'edited', ...inserted(line, key) });
        }}
      />
    </div>
  );
}

type Act =
  | Parameters<typeof editLine>[1]
  | 'submit'
  | 'complete'
  | 'interrupt'
  | 'clear'
  | 'end'
  | 'leave'
  | `>${string}`;

/** What a key does. Undefined: what the browser does with it. */
function actionOf(
  event: KeyboardEvent<HTMLTextAreaElement>,
  { line, takes }: { readonly line: LineState; readonly takes: TerminalView['takes'] },
): Act | undefined {
  const { key } = event;
  if (event.nativeEvent.isComposing || event.metaKey || event.altKey) return undefined;
  const control = event.ctrlKey ? key.toLowerCase() : undefined;
  const isSelecting = event.currentTarget.selectionStart !== event.currentTarget.selectionEnd;
  if (key === 'Tab' && line.leaving) return 'leave';
  if (key === 'Escape') return { type: 'escaped' };
  if (takes === 'keys') {
    const keys = keysOf(event);
    return keys === undefined || (key === 'Tab' && event.shiftKey) ? undefined : `>${keys}`;
  }
  if (control === 'c' && !isSelecting) return 'interrupt';
  if (control === 'l') return 'clear';
  if (control === 'd' && takes === 'input' && line.text === '') return 'end';
  if (line.search) {
    if (control === 'r') return { type: 'searchOlder' };
    if (control === 'g') return { type: 'searchCancelled' };
    return key === 'Enter' || key === 'Tab' ? { type: 'searchAccepted' } : undefined;
  }
  if (control === 'r') return { type: 'searchBegan' };
  if (event.ctrlKey) return undefined;
  if (line.menu) {
    if (key === 'ArrowDown' || (key === 'Tab' && !event.shiftKey)) return { type: 'menuMoved', by: 1 };
    if (key === 'ArrowUp' || key === 'Tab') return { type: 'menuMoved', by: -1 };
    if (key === 'Enter') return { type: 'menuAccepted' };
  }
  if (key === 'Enter') return !event.shiftKey && !needsMore(line.text) ? 'submit' : undefined;
  // On an empty line Tab goes on through the page, so nobody is caught here.
  if (key === 'Tab' && !event.shiftKey && line.text !== '') return 'complete';
  const { selectionStart, value } = event.currentTarget;
  if (key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n')) return { type: 'older' };
  if (key === 'ArrowDown' && !value.slice(selectionStart).includes('\n')) return { type: 'newer' };
  return undefined;
}

function inserted({ text, cursor }: LineState, what: string) {
  return { text: text.slice(0, cursor) + what + text.slice(cursor), cursor: cursor + what.length };
}

function placeCursor(input: HTMLTextAreaElement | null, line: LineState): void {
  if (!input || line.search || input.value !== line.text || document.activeElement !== input) return;
  if (input.selectionStart === input.selectionEnd && input.selectionStart !== line.cursor)
    input.setSelectionRange(line.cursor, line.cursor);
}

function promptOf(view: TerminalView): string {
  return view.takes === 'command' ? (view.running ? '' : view.prompt) : view.programPrompt;
}

function labelOf(view: TerminalView, line: LineState): string {
  if (line.search) return `Search in commands of before; found: ${line.history[line.search.at ?? -1] ?? 'nothing'}`;
  if (view.takes !== 'command') return `Input for what runs ${view.programPrompt}`;
  return 'Command';
}
