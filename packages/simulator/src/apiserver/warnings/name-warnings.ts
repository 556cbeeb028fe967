import { dnsLabelFaults, type Stored } from '@podlab/apimachinery';

/** That a name, which may be, makes host names that are none. */
export function nameWarnings({ metadata }: Stored<object>, use = 'Pod names and hostnames'): string[] {
  const faults = dnsLabelFaults(metadata.name);
  if (faults.length === 0) return [];
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; ` +
      `a DNS label is recommended: [${faults.join(' ')}]`,
  ];
}
