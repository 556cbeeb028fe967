import { type ReactNode, useEffect, useState } from 'react';
import type { DemoName, Demos } from '../island/demos.ts';
import { fetchedData } from '../island/fetched-data.ts';
import { renderDemo } from '../island/render-demo.tsx';

/** A live part in code that is edited: it begins anew when what it is given has changed. */
export function LiveDemo<Name extends DemoName>({
  name,
  props,
}: {
  readonly name: Name;
  readonly props: Demos[Name];
}): ReactNode {
  // The properties are made anew at every turn; what they say is not.
  const given = JSON.stringify(props);
  const [shown, setShown] = useState<{ readonly given: string; readonly part: ReactNode }>();
  useEffect(() => {
    const done = new AbortController();
    const show = (part: ReactNode) => {
      if (!done.signal.aborted) setShown({ given, part });
    };
    void (async () => {
      try {
        show(await renderDemo(name, JSON.parse(given) as Demos[Name], fetchedData));
      } catch {
        show(<p role="status">There is nothing to show for these properties. Is the recording spelt as before?</p>);
      }
    })();
    return () => done.abort();
  }, [name, given]);
  return <div key={shown?.given}>{shown?.part}</div>;
}
