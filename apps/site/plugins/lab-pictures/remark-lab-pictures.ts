import type { MarkdownNode } from '@podlab/glossary';

/**
 * Puts the pictures of a lab's cluster under the heading of the part that gives its manifests.
 * @throws Error for a page without that heading
 */
export function remarkLabPictures() {
  return ({ children = [] }: MarkdownNode, file: { readonly path: string }): void => {
    const at = children.findIndex(({ value }) => value?.includes('class="lab-start"') === true);
    if (at < 0 || children[at + 1]?.type !== 'heading')
      throw new Error(`${file.path}: there is no heading of "lab-start" to put the pictures under`);
    children.splice(at + 2, 0, { type: 'mdxJsxFlowElement', name: 'LabPictures', attributes: [], children: [] });
  };
}
