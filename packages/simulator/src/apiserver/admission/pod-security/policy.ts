import { type FieldError, fieldErrors } from '@podlab/apimachinery';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** A Pod Security Standard, as it was in one version. */
export interface PolicyLevel {
  readonly level: Level;
  /** N of v1.N; Infinity: the latest. */
  readonly minor: number;
}

/** What a namespace does about Pods. */
export interface NamespacePolicy {
  /** What breaks it is refused. */
  readonly enforce: PolicyLevel;
  /** What breaks it is warned of. */
  readonly warn: PolicyLevel;
}

const prefix = 'pod-security.kubernetes.io/';
/** From mild to strict. */
const levels: readonly Level[] = ['privileged', 'baseline', 'restricted'];
const free: PolicyLevel = { level: 'privileged', minor: Infinity };

/**
 * Reads the labels of a namespace. What cannot be read enforces `restricted`, and warns of nothing.
 * @see k8s.io/pod-security-admission/api/helpers.go `PolicyToEvaluate` (v1.36)
 */
export function policyOf(labels: Readonly<Record<string, string>> = {}): NamespacePolicy {
  const given = (key: string) => labels[prefix + key];
  const minorOf = (key: string) => parseVersion(given(key) ?? 'latest') ?? Infinity;
  const enforceLabel = given('enforce');
  const enforce: PolicyLevel = {
    level: enforceLabel === undefined ? 'privileged' : (parseLevel(enforceLabel) ?? 'restricted'),
    minor: minorOf('enforce-version'),
  };
  const warnLabel = given('warn');
  if (warnLabel !== undefined) {
    return { enforce, warn: { level: parseLevel(warnLabel) ?? 'privileged', minor: minorOf('warn-version') } };
  }
  if (enforceLabel === undefined || !parseLevel(enforceLabel) || enforce.level === 'privileged') {
    return { enforce, warn: free };
  }
  const minor = given('warn-version') === undefined ? enforce.minor : minorOf('warn-version');
  return { enforce, warn: { level: enforce.level, minor } };
}

/** What is wrong with the labels of a namespace. */
export function policyFaults(labels: Readonly<Record<string, string>> = {}): readonly FieldError[] {
  return ['enforce', 'audit', 'warn'].flatMap((mode) => {
    const [level, version] = [labels[prefix + mode], labels[`${prefix}${mode}-version`]];
    const fault = (key: string, value: string, detail: string) =>
      fieldErrors.invalid(`metadata.labels[${prefix}${key}]`, value, detail);
    return [
      ...(level !== undefined && !parseLevel(level) ? [fault(mode, level, `must be one of ${levels.join(', ')}`)] : []),
      ...(version !== undefined && parseVersion(version) === undefined
        ? [fault(`${mode}-version`, version, 'must be "latest" or "v1.x"')]
        : []),
    ];
  });
}

/** `restricted:latest`, `baseline:v1.30` */
export function policyText({ level, minor }: PolicyLevel): string {
  return `${level}:${minor === Infinity ? 'latest' : `v1.${minor}`}`;
}

export function isSamePolicy(a: PolicyLevel, b: PolicyLevel): boolean {
  return a.level === b.level && a.minor === b.minor;
}

export function isStricter(a: PolicyLevel, b: PolicyLevel): boolean {
  return levels.indexOf(a.level) > levels.indexOf(b.level);
}

function parseLevel(text: string): Level | undefined {
  return levels.find((level) => level === text);
}

function parseVersion(text: string): number | undefined {
  if (text === 'latest') return Infinity;
  const minor = /^v1\.(0|[1-9]\d*)$/.exec(text)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
