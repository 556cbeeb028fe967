import { whenIdle } from '@podlab/lab-ui';
import { useEffect, useState } from 'react';
import type { LabWordsJson } from '../../../prepare/labs/lab-text.ts';

const none: LabWordsJson = { words: [], definitions: [] };

/** What explains the words of labs, once it is there: a lab can be played without it. */
export function useLabWords(): LabWordsJson {
  const [words, setWords] = useState(none);
  useEffect(() => {
    let isGone = false;
    const take = (loaded: LabWordsJson) => {
      if (!isGone) setWords(loaded);
    };
    const forget = whenIdle(() => void loadWords().then(take, () => undefined));
    return () => {
      isGone = true;
      forget();
    };
  }, []);
  return words;
}

async function loadWords(): Promise<LabWordsJson> {
  const module = (await import('@site/.generated/lab-words.json')) as { readonly default: LabWordsJson };
  return module.default;
}
