import type { KubeTransport } from '@podlab/kube-client';

/**
 * What the terminals use: the cluster as it is now, whichever that is.
 * @param current undefined: there is none just now
 * @param onChange called before a request that may change something
 */
export function createMarkingTransport(current: () => KubeTransport | undefined, onChange: () => void): KubeTransport {
  const here = () => {
    const transport = current();
    if (!transport) throw new Error('the cluster is being made anew; try again in a moment');
    return transport;
  };
  return {
    fetch: (path, init) => {
      const transport = here();
      if (!isReading(init?.method, path)) onChange();
      return transport.fetch(path, init);
    },
    connect: (path, protocols, options) => {
      const transport = here();
      onChange();
      return transport.connect(path, protocols, options);
    },
    close: async () => undefined,
  };
}

function isReading(method = 'GET', path: string): boolean {
  return method === 'GET' || method === 'HEAD' || /[?&]dryRun=All/.test(path);
}
