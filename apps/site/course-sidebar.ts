import type {
  NormalizedSidebarItem,
  SidebarItemsGenerator,
} from '@docusaurus/plugin-content-docs/src/sidebars/types.ts';

/**
 * The course: concept pages by `sidebar_position`; pages that follow one another and name the same `part` stand
 * under it. The page `index` is the course's own and not one of its pages.
 */
export const courseSidebar: SidebarItemsGenerator = ({ docs }): NormalizedSidebarItem[] => {
  const pages = docs
    .filter(({ id }) => id !== 'concepts/index')
    .map(({ id, frontMatter, sidebarPosition }) => ({
      id,
      order: sidebarPosition ?? Number.POSITIVE_INFINITY,
      part: frontMatter['part'],
      customProps: { minutes: frontMatter['minutes'] },
    }))
    .sort((a, b) => a.order - b.order || a.id.localeCompare(b.id));
  const parts: { readonly label: string | undefined; readonly items: NormalizedSidebarItem[] }[] = [];
  for (const { id, part, customProps } of pages) {
    const label = typeof part === 'string' ? part : undefined;
    const last = parts.at(-1);
    const page: NormalizedSidebarItem = { type: 'doc', id, customProps };
    if (last !== undefined && last.label === label) last.items.push(page);
    else parts.push({ label, items: [page] });
  }
  return parts.flatMap(({ label, items }): NormalizedSidebarItem[] =>
    label === undefined ? items : [{ type: 'category', label, items, collapsible: false, collapsed: false }],
  );
};
