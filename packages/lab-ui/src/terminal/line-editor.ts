import type { Completion } from '../played-lab.ts';

/** The line being typed, as the terminal's input shows it. Plain data; `editLine` makes the next one. */
export interface LineState {
  readonly text: string;
  readonly cursor: number;
  /** Lines of before, oldest first. */
  readonly history: readonly string[];
  /** Which line of the history is shown; undefined: the learner's own. */
  readonly at: number | undefined;
  /** The learner's own line while one of the history is shown. */
  readonly draft: string;
  readonly search: LineSearch | undefined;
  readonly menu: CompletionMenu | undefined;
  /** Escape was pressed: the next Tab leaves the terminal. */
  readonly leaving: boolean;
}

/** Ctrl-R: the newest line of the history that contains `query`. */
export interface LineSearch {
  readonly query: string;
  /** Place in the history of what was found; undefined: nothing. */
  readonly at: number | undefined;
}

export interface CompletionMenu {
  readonly from: number;
  readonly candidates: Completion['candidates'];
  readonly selected: number;
}

export type LineAction =
  | { readonly type: 'edited'; readonly text: string; readonly cursor: number }
  | { readonly type: 'older' | 'newer' | 'cleared' | 'escaped' }
  /** The line was run: it goes into the history. */
  | { readonly type: 'taken' }
  | { readonly type: 'searchBegan' | 'searchOlder' | 'searchAccepted' | 'searchCancelled' }
  | { readonly type: 'searchEdited'; readonly query: string }
  | { readonly type: 'completed'; readonly line: string; readonly cursor: number; readonly completion: Completion }
  | { readonly type: 'menuMoved'; readonly by: number }
  | { readonly type: 'menuAccepted'; readonly index?: number }
  | { readonly type: 'menuClosed' }
  /** Put there by a click on a command. */
  | { readonly type: 'suggested'; readonly text: string };

/** Lines of the history that are kept. */
const historyLimit = 500;

export function createLine(history: readonly string[] = []): LineState {
  return {
    text: '',
    cursor: 0,
    history,
    at: undefined,
    draft: '',
    search: undefined,
    menu: undefined,
    leaving: false,
  };
}

export function editLine(state: LineState, action: LineAction): LineState {
  switch (action.type) {
    case 'edited':
      return { ...own(state, action.text), cursor: action.cursor };
    case 'suggested':
      return own(state, action.text);
    case 'cleared':
      return own(state, '');
    case 'taken':
      return { ...own(state, ''), history: remember(state.history, state.text) };
    case 'escaped':
      if (state.search) return cancelSearch(state);
      return state.menu ? { ...state, menu: undefined } : { ...state, leaving: true };
    case 'older':
      return recall(state, (state.at ?? state.history.length) - 1);
    case 'newer':
      return state.at === undefined ? state : recall(state, state.at + 1);
    case 'completed':
      return complete(state, action);
    case 'menuMoved':
    case 'menuAccepted':
    case 'menuClosed':
      return useMenu(state, action);
    default:
      return search(state, action);
  }
}

/** The text of the line is the learner's own from here. */
function own(state: LineState, text: string): LineState {
  return {
    ...state,
    text,
    cursor: text.length,
    at: undefined,
    draft: '',
    menu: undefined,
    leaving: false,
    search: undefined,
  };
}

function remember(history: readonly string[], line: string): readonly string[] {
  if (line.trim() === '' || history.at(-1) === line) return history;
  return [...history, line].slice(-historyLimit);
}

function recall(state: LineState, at: number): LineState {
  if (at < 0) return state;
  const draft = state.at === undefined ? state.text : state.draft;
  const text = state.history[at];
  if (text === undefined) return { ...state, text: draft, cursor: draft.length, at: undefined, draft: '' };
  return { ...state, text, cursor: text.length, at, draft, menu: undefined };
}

function complete(state: LineState, action: Extract<LineAction, { type: 'completed' }>): LineState {
  const { line, cursor, completion } = action;
  // The learner has typed on meanwhile.
  if (state.text !== line || state.cursor !== cursor) return state;
  const { from, candidates } = completion;
  const [first] = candidates;
  if (!first) return state;
  if (candidates.length === 1) return insert(state, from, withSpace(first.text));
  const common = commonStart(candidates.map(({ text }) => text));
  if (common.length > cursor - from) return insert(state, from, common);
  return { ...state, menu: { from, candidates, selected: 0 } };
}

/** A whole word is followed by a space; a folder or `key=` is not whole. */
function withSpace(text: string): string {
  return /[/=:]$/.test(text) ? text : `${text} `;
}

function insert(state: LineState, from: number, text: string): LineState {
  const rest = state.text.slice(state.cursor);
  const joined = text.endsWith(' ') && rest.startsWith(' ') ? text.slice(0, -1) : text;
  return { ...own(state, state.text.slice(0, from) + joined + rest), cursor: from + joined.length };
}

function commonStart(texts: readonly string[]): string {
  const [first = ''] = texts;
  let length = first.length;
  for (const text of texts) while (!text.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length);
}

function useMenu(
  state: LineState,
  action: Extract<LineAction, { type: 'menuMoved' | 'menuAccepted' | 'menuClosed' }>,
): LineState {
  const { menu } = state;
  if (!menu) return state;
  if (action.type === 'menuClosed') return { ...state, menu: undefined };
  const count = menu.candidates.length;
  if (action.type === 'menuMoved') {
    return { ...state, menu: { ...menu, selected: (menu.selected + action.by + count) % count } };
  }
  const chosen = menu.candidates[action.index ?? menu.selected];
  return chosen ? insert(state, menu.from, withSpace(chosen.text)) : state;
}

function search(state: LineState, action: LineAction): LineState {
  if (action.type === 'searchBegan') return { ...state, menu: undefined, search: { query: '', at: undefined } };
  if (!state.search) return state;
  const { query, at } = state.search;
  switch (action.type) {
    case 'searchEdited':
      return { ...state, search: { query: action.query, at: findOlder(state.history, action.query) } };
    case 'searchOlder':
      return { ...state, search: { query, at: findOlder(state.history, query, at) ?? at } };
    case 'searchAccepted':
      return own(state, state.history[at ?? -1] ?? query);
    default:
      return cancelSearch(state);
  }
}

function cancelSearch(state: LineState): LineState {
  return { ...state, search: undefined };
}

function findOlder(history: readonly string[], query: string, before = history.length): number | undefined {
  if (query === '') return undefined;
  const at = history.slice(0, before).findLastIndex((line) => line.includes(query));
  return at === -1 ? undefined : at;
}
