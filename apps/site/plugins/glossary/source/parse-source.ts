import { extractAbbreviations, type MarkdownNode } from '@podlab/glossary';
import remarkDirective from 'remark-directive';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

const markdown = unified().use(remarkParse).use(remarkFrontmatter).use(remarkGfm).use(remarkDirective).freeze();
const mdx = unified()
  .use(remarkParse)
  .use(remarkFrontmatter)
  .use(remarkGfm)
  .use(remarkDirective)
  .use(remarkMdx)
  .freeze();

/** A source file as the site's build parses it. @param path decides between Markdown and MDX */
export function parseSource(content: string, path: string): MarkdownNode {
  const processor = path.endsWith('.mdx') ? mdx : markdown;
  return processor.parse(extractAbbreviations(content).content) as unknown as MarkdownNode;
}
