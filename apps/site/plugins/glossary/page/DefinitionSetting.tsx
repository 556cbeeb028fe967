import { type ReactNode, useEffect, useState } from 'react';
import { chooseUses, definitionUses, type DefinitionUses, readUses } from '../client/definition-uses.ts';
import styles from './glossary-page.module.css';

const names: Readonly<Record<DefinitionUses, string>> = {
  first: 'The first use in each section',
  every: 'Every use',
  off: 'Off',
};

/** Where the reader says which words are marked and explained. */
export function DefinitionSetting(): ReactNode {
  const [uses, setUses] = useState<DefinitionUses>('first');
  useEffect(() => setUses(readUses()), []);
  return (
    <fieldset id="definitions" className={`needs-js ${styles.setting}`}>
      <legend>Definitions in the text</legend>
      {definitionUses.map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name="definitions"
            value={choice}
            checked={choice === uses}
            onChange={() => {
              setUses(choice);
              chooseUses(choice);
            }}
          />
          {names[choice]}
        </label>
      ))}
    </fieldset>
  );
}
