import { type ReactNode, useState } from 'react';
import { useLab } from '../lab/lab-context.ts';
import { type Copyable, CopyDialog } from './CopyDialog.tsx';

export interface StateCopy {
  /** Shows the state of the lab to be copied, with what went wrong above it. */
  readonly begin: (fault?: string) => Promise<void>;
  /** Stands somewhere in what uses it. */
  readonly dialog: ReactNode;
}

/** Everything that a bug report needs to make a state again. */
export function useStateCopy(): StateCopy {
  const { played } = useLab();
  const [copyable, setCopyable] = useState<Copyable>();
  return {
    async begin(fault) {
      // What plays the lab may be what broke: the fault alone is worth a report.
      const state = await played.copyState().catch((error: unknown) => `No state: ${String(error)}`);
      setCopyable({
        title: 'State for a bug report',
        about: 'Everything that a bug report needs to make this state again: what you ran, and when.',
        text: fault === undefined ? state : `${fault}\n\n${state}`,
      });
    },
    dialog: copyable ? <CopyDialog {...copyable} onClose={() => setCopyable(undefined)} /> : null,
  };
}
