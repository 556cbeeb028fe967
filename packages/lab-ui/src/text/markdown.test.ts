import { expect, it } from 'vitest';
import { commandsOf, isCommand, parseInline, parseMarkdown } from './markdown.ts';

it.each<[string, string, unknown[]]>([
  [
    'joins the lines of a paragraph',
    'one\ntwo\n\nthree',
    [{ kind: 'paragraph', spans: [{ text: 'one two' }] }, { kind: 'paragraph' }],
  ],
  [
    'keeps code as it is',
    '```sh\na  b\n\nc\n```\nafter',
    [{ kind: 'code', language: 'sh', text: 'a  b\n\nc' }, { kind: 'paragraph' }],
  ],
  ['ends a fence that nobody has ended', '```\na\nb', [{ kind: 'code', text: 'a\nb' }]],
  [
    'gathers the items of a list',
    '- one\n  goes on\n- two',
    [{ kind: 'list', ordered: false, items: [[{ text: 'one goes on' }], [{ text: 'two' }]] }],
  ],
  ['tells numbered lists', '1. one\n2. two', [{ kind: 'list', ordered: true, items: [{}, {}] }]],
  ['reads headings', '## Head\ntext', [{ kind: 'heading', spans: [{ text: 'Head' }] }, { kind: 'paragraph' }]],
])('%s', (_, text, blocks) => {
  expect(parseMarkdown(text)).toMatchObject(blocks);
  expect(parseMarkdown(text)).toHaveLength(blocks.length);
});

it.each<[string, unknown[]]>([
  ['a `b` c', [{ text: 'a ' }, { kind: 'code', text: 'b' }, { text: ' c' }]],
  ['**a `b`** c', [{ kind: 'strong', spans: [{ text: 'a ' }, { kind: 'code', text: 'b' }] }, { text: ' c' }]],
  ['**a *b* c**', [{ kind: 'strong', spans: [{ text: 'a ' }, { kind: 'emphasis' }, { text: ' c' }] }]],
  ['[Pod `x`](/pod)', [{ kind: 'link', href: '/pod', spans: [{ text: 'Pod ' }, { kind: 'code' }] }]],
  ['2 * 3 * 4', [{ text: '2 * 3 * 4' }]],
  ['', []],
])('reads %j', (text, spans) => {
  expect(parseInline(text)).toMatchObject(spans);
});

it.each<[string, boolean]>([
  ['kubectl get pods', true],
  ['check', true],
  ['emptyDir', false],
  ['checkpoint', false],
  ['kubectl get pods\nkubectl get nodes', false],
])('%j is a command: %s', (code, is) => {
  expect(isCommand(code)).toBe(is);
});

it('finds the commands of a text, each once', () => {
  const text = 'Run `kubectl get pods` in `web`.\n\n```\nkubectl get pods\nkubectl get nodes\n```\n\n- or `hint`';
  expect(commandsOf(text)).toEqual(['kubectl get pods', 'kubectl get nodes', 'hint']);
});
