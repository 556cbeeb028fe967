/** What a concept page is checked against. */
export interface Known {
  /** Slugs of all concept pages. */
  readonly pages: ReadonlySet<string>;
  /** Ids of all labs. */
  readonly labs: ReadonlySet<string>;
}

type Rule = (value: unknown, known: Known) => string | undefined;

const text: Rule = (value) =>
  typeof value === 'string' && value.trim() !== '' ? undefined : 'must be a text that is not empty';

const positive: Rule = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 ? undefined : 'must be a whole number above 0';

const texts: Rule = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'must be a list of texts';

const rules: Readonly<Record<string, Rule>> = {
  title: text,
  slug: text,
  description: text,
  promise: text,
  part: text,
  sidebar_label: text,
  displayed_sidebar: text,
  sidebar_position: positive,
  minutes: positive,
  keywords: texts,
  since: (value) =>
    typeof value === 'string' && /^1\.\d+$/.test(value)
      ? undefined
      : 'must be a Kubernetes version in quotes, such as "1.30" (without quotes, 1.30 is the number 1.3)',
  needs: (value, { pages }) => {
    const wrong = texts(value, { pages, labs: new Set() });
    if (wrong !== undefined) return wrong;
    const missing = (value as string[]).find((slug) => !pages.has(slug));
    return missing === undefined ? undefined : `names '${missing}', which is no file in docs/concepts`;
  },
  lab: (value, { labs }) =>
    typeof value === 'string' && labs.has(value) ? undefined : `names '${String(value)}', which is no folder in labs`,
  verified: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every((version) => typeof version === 'string')
      ? undefined
      : 'must be versions by engine, such as {embedded: "1.36"}; CI writes it',
};

const required = ['title', 'description', 'promise', 'sidebar_position', 'minutes'] as const;

/** @returns one sentence for each fault, beginning with the field's name. @param slug the file's name without its ending */
export function frontMatterFaults(slug: string, fields: Readonly<Record<string, unknown>>, known: Known): string[] {
  const faults = Object.entries(fields).flatMap(([name, value]) => {
    const rule = rules[name];
    if (rule === undefined)
      return [`${name}: is no field of a concept page; there are ${Object.keys(rules).join(', ')}`];
    const wrong = rule(value, known);
    return wrong === undefined ? [] : [`${name}: ${wrong}`];
  });
  if (slug === 'index') return faults;
  for (const name of required) if (!(name in fields)) faults.push(`${name}: is missing`);
  if (fields['slug'] !== undefined && fields['slug'] !== slug)
    faults.push(`slug: must be '${slug}', as the file is named, or be left out`);
  return faults;
}
