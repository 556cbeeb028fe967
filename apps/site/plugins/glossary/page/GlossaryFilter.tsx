import { type ReactNode, useId } from 'react';
import type { TermFilter } from './filter-entries.ts';
import styles from './glossary-page.module.css';

interface Props {
  readonly tags: readonly string[];
  readonly filter: TermFilter;
  readonly shown: number;
  readonly of: number;
  readonly onChange: (filter: TermFilter) => void;
}

/** A text field and a button for each tag. */
export function GlossaryFilter({ tags, filter, shown, of, onChange }: Props): ReactNode {
  const field = useId();
  return (
    <search className={`needs-js ${styles.filter}`}>
      <label htmlFor={field}>Find a word</label>
      <input
        id={field}
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={filter.text}
        onChange={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
      />
      <div className={styles.tags} role="group" aria-label="Topics">
        {tags.map((tag) => {
          const chosen = filter.tag === tag;
          return (
            <button
              key={tag}
              type="button"
              aria-pressed={chosen}
              onClick={() => onChange({ ...filter, tag: chosen ? undefined : tag })}
            >
              {nameOf(tag)}
            </button>
          );
        })}
      </div>
      <p role="status" className={styles.count}>
        {shown === of ? `${of} words` : `${shown} of ${of} words`}
      </p>
    </search>
  );
}

function nameOf(tag: string): string {
  return tag === 'api' ? 'API' : tag.charAt(0).toUpperCase() + tag.slice(1);
}
