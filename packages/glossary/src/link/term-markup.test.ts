import { expect, test } from 'vitest';
import type { MarkdownNode } from './markdown-node.ts';
import { numberTerms, termLink } from './term-markup.ts';

test('links are numbered as the list at the end is, those of terms that only this page has too', () => {
  const links = [termLink('pod', []), termLink('kubelet', []), termLink('page--local', []), termLink('pod', [])];
  const tree: MarkdownNode = { type: 'root', children: [{ type: 'paragraph', children: links }] };
  numberTerms(tree, ['kubelet', 'pod', 'page--local']);
  expect(
    JSON.stringify(tree)
      .match(/"data-n":"\d"|"name":"data-n","value":"\d"/g)
      ?.map((text) => text.at(-2)),
  ).toEqual(['2', '1', '3', '2']);
});
