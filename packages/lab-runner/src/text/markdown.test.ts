import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { terminalStyle } from './style.ts';

const plain = terminalStyle(false);

describe('Markdown in a terminal', () => {
  it('joins the lines of a paragraph and wraps them, never inside a command', () => {
    const text = 'Three Pods\nof the Deployment run. Look with `kubectl get pods --watch` now.';
    expect(renderMarkdown(text, plain, 32)).toEqual([
      'Three Pods of the Deployment',
      'run. Look with',
      '`kubectl get pods --watch` now.',
    ]);
  });

  it('keeps lists, code blocks and the space between paragraphs', () => {
    const text = '# Title\n\n* one\n  goes on\n* two\n\n\n```sh\nkubectl get pods\n```\n';
    expect(renderMarkdown(text, plain, 80)).toEqual([
      'Title',
      '',
      '- one goes on',
      '- two',
      '',
      '    kubectl get pods',
    ]);
  });

  it('marks code and strong words by colour where there is one', () => {
    const [line] = renderMarkdown('**Now**: `kubectl` [docs](https://x)', terminalStyle(true), 80);
    expect(line).toBe('\u001b[1mNow\u001b[22m: \u001b[36mkubectl\u001b[39m docs (https://x)');
  });
});
