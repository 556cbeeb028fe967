/** CodeMirror as the lab's YAML editor: a chunk of its own, loaded when the panel opens. */
import { autocompletion, type CompletionSource, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { FieldHint, ManifestProblem } from '../played-lab.ts';
import type { TextEditor, TextEditorOptions } from './text-editor.ts';

export function createCodeMirror(parent: HTMLElement, options: TextEditorOptions): TextEditor {
  const { text, selection, label, onText, onApply, onSave, completeField } = options;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor: Math.min(selection.from, text.length), head: Math.min(selection.to, text.length) },
      extensions: [
        keymap.of([
          { key: 'Mod-Enter', run: done(onApply) },
          { key: 'Mod-s', run: done(onSave) },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          // Escape, then Tab leaves: CodeMirror sees to that itself.
          indentWithTab,
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        indentUnit.of('  '),
        yaml(),
        lintGutter(),
        autocompletion({ override: [fieldSource(completeField)] }),
        syntaxHighlighting(highlighting),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.updateListener.of((update) => update.docChanged && onText(update.state.doc.toString())),
      ],
    }),
  });
  return {
    setText(next) {
      if (next !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    showProblems(problems) {
      view.dispatch(setDiagnostics(view.state, problems.map(diagnosticOf(view.state.doc.length))));
    },
    select(from, to) {
      const end = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function done(act: () => void) {
  return () => {
    act();
    return true;
  };
}

function diagnosticOf(end: number) {
  return ({ from, to, severity, message }: ManifestProblem) => ({
    from: Math.min(from, end),
    to: Math.min(Math.max(from, to), end),
    severity,
    message,
  });
}

function fieldSource(completeField: TextEditorOptions['completeField']): CompletionSource {
  return async (context) => {
    const { state, pos, explicit } = context;
    const word = context.matchBefore(/[\w-]*/)?.text ?? '';
    if (word === '' && !explicit) return null;
    const hints = await completeField(state.doc.toString(), pos).catch((): readonly FieldHint[] => []);
    if (context.aborted || hints.length === 0) return null;
    return {
      from: pos - word.length,
      validFor: /^[\w-]*$/,
      options: hints.map(({ name, type, description, required }) => ({
        label: name,
        detail: required ? `${type}, required` : type,
        info: description,
        apply: `${name}: `,
        boost: required ? 1 : 0,
        type: 'property',
      })),
    };
  };
}

const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--pod-link)' },
  { tag: [tags.string, tags.content], color: 'var(--pod-ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--pod-violet)' },
  { tag: tags.comment, color: 'var(--pod-muted)', fontStyle: 'italic' },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: 'var(--pod-muted)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--pod-paper)', color: 'var(--pod-ink)', fontSize: '13.5px' },
  '&.cm-focused': { outline: '2px solid var(--pod-link)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--pod-code)', lineHeight: '1.55', fontVariantLigatures: 'none' },
  '.cm-content': { caretColor: 'var(--pod-pea)', padding: '12px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--pod-pea)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: '0', color: 'var(--pod-muted)' },
  '.cm-lineNumbers': { paddingLeft: '6px' },
  '.cm-lint-marker': { width: '10px', height: '10px', margin: '5px 0 0 2px', borderRadius: '50%', content: '""' },
  '.cm-lint-marker-error': { backgroundColor: 'var(--pod-red)' },
  '.cm-lint-marker-warning': { border: '2px solid var(--pod-amber)', boxSizing: 'border-box' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--pod-red) 1.5px',
    textUnderlineOffset: '4px',
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--pod-amber) 1.5px',
    textUnderlineOffset: '4px',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--pod-ink) 4%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--pod-link) 22%, transparent)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--pod-hairline)',
    borderRadius: 'var(--pod-radius)',
    backgroundColor: 'var(--pod-paper)',
    boxShadow: 'var(--pod-shadow)',
    color: 'var(--pod-ink)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 10px', minHeight: '24px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'color-mix(in srgb, var(--pod-link) 16%, var(--pod-paper))',
    color: 'var(--pod-ink)',
  },
  '.cm-completionDetail': { color: 'var(--pod-muted)' },
});
