import { useDoc } from '@docusaurus/plugin-content-docs/client';

/** What a concept page says about itself in its front matter, beside its title. */
export interface Concept {
  /** One line under the title: what the reader will be able to tell or do. */
  readonly promise?: string;
  /** Reading time with the checks. */
  readonly minutes?: number;
  /** Ids (file names without extension) of concept pages to read first. */
  readonly needs: readonly string[];
  /** The Kubernetes version that made this stable, such as `1.33`. */
  readonly since?: string;
  /** Id of the lab that practises this page. */
  readonly lab?: string;
  /** Written by CI: the versions on which the page's sessions were run. */
  readonly verified?: { readonly embedded?: string; readonly kind?: string };
}

/** @throws ReactContextError outside of a page of docs/ */
export function useConcept(): Concept {
  const { frontMatter } = useDoc();
  const given = frontMatter as Partial<Concept>;
  return { ...given, needs: given.needs ?? [] };
}
