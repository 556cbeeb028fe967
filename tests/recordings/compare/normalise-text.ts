/** Replaces in texts what differs from one playing to the next. */
export interface Normaliser {
  /** One text; what stands for a name, hash, time or address is in angle brackets. */
  text(text: string): string;
  /** A text of several lines, without those that are about this machine or this moment alone. */
  lines(text: string): string[];
  /** The name of an object, which may be generated. */
  name(name: string): string;
}

/** What is known of generated names from the objects themselves. */
export interface KnownNames {
  readonly nodes: ReadonlySet<string>;
  /** Names by the `generateName` that they were made from. */
  readonly generated: ReadonlyMap<string, string>;
  /** `pod-template-hash` and revision hashes. */
  readonly hashes: ReadonlySet<string>;
}

const aboutThisMoment =
  /^\s*(Start Time|Node|Created At|Image ID|Container ID|uid|time|imageID|containerID|hostIP|podIP|- ip|startTime|resourceVersion|creationTimestamp|startedAt|finishedAt|lastTransitionTime|lastUpdateTime)\b|^stderr: [EW]\d{4} \S+ +\d+ reflector\.go/;

const uid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** @param names what is known of this playing's generated names */
export function createNormaliser({ nodes, generated, hashes }: KnownNames): Normaliser {
  const byLength = <T extends readonly [string, string]>(pairs: T[]) =>
    pairs.sort(([a], [b]) => b.length - a.length || a.localeCompare(b));
  const replaced = [
    ...byLength([...generated].map(([name, base]): [string, string] => [name, `${base}<r>`])),
    ...byLength([...nodes].map((name): [string, string] => [name, '<node>'])),
  ];
  const replaceNames = (text: string) => {
    let out = text;
    for (const [from, to] of replaced) out = out.replaceAll(from, to);
    for (const hash of hashes) out = out.replaceAll(hash, '<hash>');
    return out;
  };
  const text = (raw: string) =>
    // A UID may hold what is a name elsewhere: `60ebbddb-0f44-…` the Pod db-0.
    replaceNames(raw.replaceAll(uid, '<uid>'))
      .replaceAll(/containerd:\/\/[0-9a-f]{64}/g, '<container>')
      .replaceAll(/([\w.:/-]+@)?sha256:[0-9a-f]{64}/g, '<image>')
      .replaceAll(/\b[0-9a-f]{64}\b/g, '<hex>')
      .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, '<time>')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g, '<time>')
      .replaceAll(/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>')
      .replaceAll(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d\b/g, '<date>')
      .replaceAll(/\.\.\d{4}(_\d\d){5}\.\d+/g, '..<time>')
      .replaceAll(/\b(10|172|192)\.\d+\.\d+\.\d+\b/g, '<ip>')
      .replaceAll(/("?resourceVersion"?:\s*)"?\d+"?/g, '$1<rv>')
      .replaceAll(/\b([a-z][a-z0-9-]*?)-([0-9a-f]{5,10})-<r>/g, '$1-<hash>-<r>')
      // Of a Pod that was refused, which the objects do not tell of.
      .replaceAll(/-<hash>-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '-<hash>-<r>')
      .replaceAll(/(pods "[a-z0-9-]+)-[bcdfghjklmnpqrstvwxz2456789]{5}" is forbidden/g, '$1-<r>" is forbidden')
      // Nor do they tell of those that are in another namespace.
      .replaceAll(/\b([a-z][a-z0-9-]*?)-\d{9,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, '$1-<hash>-<r>')
      .replaceAll(/\bdebugger-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, 'debugger-<r>')
      .replaceAll(/\b[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ (?=\w+\.go:)/g, '<log> ')
      .replaceAll(/\b3[0-2]\d{3}(?=\/(TCP|UDP|SCTP)\b)/g, '<port>')
      .replaceAll(/("nodePort"?:\s*)3[0-2]\d{3}\b/g, '$1<port>')
      .replaceAll(/\b\d+ <date> \.\.data\b/g, '<size> <date> ..data')
      .replaceAll(/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<r>')
      .replaceAll(/\b([a-z][a-z0-9-]*?)-(\d{8})\b/g, '$1-<minute>')
      .replaceAll(/pod-template-hash([=:] ?)[0-9a-z]+/g, 'pod-template-hash$1<hash>')
      // How long a back-off window is, is no matter of this moment.
      .replaceAll(/(?<!back-off)(\s|\(|^)(\d+[dhms])+( ago)?(?=\s|\)|$|,)/gm, '$1<age>$3')
      .replaceAll(/\(x\d+ over \S+?\)/g, '(x<n> over <age>)')
      .replaceAll(/[ \t]+/g, ' ')
      .replaceAll(/ $/gm, '')
      .replaceAll(/-{3,}/g, '---')
      .replaceAll(/={3,}/g, '===')
      .trim();
  return {
    text,
    lines: (raw) =>
      text(raw)
        .split('\n')
        .filter((line) => line !== '' && !aboutThisMoment.test(line)),
    name: (name) => replaceNames(name).replaceAll(/-\d{8}\b/g, '-<minute>'),
  };
}
