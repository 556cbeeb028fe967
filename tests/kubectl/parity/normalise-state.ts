/**
 * Takes out of a text what two clusters of one seed need not share, as their time passes differently: UIDs, times, ages,
 * versions of objects, and the ends of generated names with the hashes of their templates. The warnings of `drain` come
 * in the order of a Go map, which is another at each run: here in the order of the alphabet.
 */
export function normaliseState(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replaceAll(/resourceVersion(\\*"?: ?\\*")\d+/g, 'resourceVersion$1N')
    .replaceAll(/(?<=-)[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, 'XXXXX')
    .replaceAll(/(?<=-)[bcdfghjklmnpqrstvwxz2456789]{8,10}(?=-XXXXX)/g, 'HASH')
    .replaceAll(/(?<=Warning: )[^"\\]*; [^"\\]*/g, (warnings) => warnings.split('; ').sort().join('; '));
}
