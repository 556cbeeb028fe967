import { extractAbbreviations } from '@podlab/glossary';

/** Docusaurus' `markdown.preprocessor`: takes `*[term]: definition` out before the parser can misread it. */
export function takeAbbreviationsOut({
  fileContent,
}: {
  readonly filePath: string;
  readonly fileContent: string;
}): string {
  return extractAbbreviations(fileContent).content;
}
