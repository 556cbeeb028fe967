const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsSubdomain = `${dnsLabel}(\\.${dnsLabel})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;
const underscoreLabel = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const dns1035Label = '[a-z]([-a-z0-9]*[a-z0-9])?';

const dnsSubdomainFault =
  'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, ' +
  "'-' or '.', and must start and end with an alphanumeric character";
const dnsLabelFault =
  'a lowercase RFC 1123 label must consist of lower case alphanumeric characters ' +
  "or '-', and must start and end with an alphanumeric character";
const wildcardFault =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower " +
  "case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const dns1035Fault =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
  'start with an alphabetic character, and end with an alphanumeric character';
const qualifiedNameFault =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelValueFault =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
  'and must start and end with an alphanumeric character';

const subdomainRule: NameRule = {
  maxLength: 253,
  pattern: dnsSubdomain,
  fault: dnsSubdomainFault,
  examples: ['example.com'],
};
const prefixRule: NameRule = { ...subdomainRule, unit: 'bytes' };
const underscoreSubdomainRule: NameRule = {
  ...subdomainRule,
  pattern: `${underscoreLabel}(\\.${underscoreLabel})*`,
  fault: dnsSubdomainFault.replace("'-' or", "'_', '-' or"),
};
const wildcardRule: NameRule = {
  maxLength: 253,
  pattern: `\\*\\.${dnsSubdomain}`,
  fault: wildcardFault,
  examples: ['*.example.com'],
};
const dnsLabelRule: NameRule = {
  maxLength: 63,
  pattern: dnsLabel,
  fault: dnsLabelFault,
  examples: ['my-name', '123-abc'],
};
const dns1035LabelRule: NameRule = {
  maxLength: 63,
  pattern: dns1035Label,
  fault: dns1035Fault,
  examples: ['my-name', 'abc-123'],
};
const labelValueRule: NameRule = {
  maxLength: 63,
  unit: 'bytes',
  pattern: labelValue,
  fault: labelValueFault,
  examples: ['MyValue', 'my_value', '12345'],
};

/**
 * Faults of a name that must be a DNS subdomain (most objects), worded as the API server words them; empty when valid.
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go (v1.36), as are the others here
 */
export function dnsSubdomainFaults(value: string): string[] {
  return faultsOf(value, subdomainRule);
}

/** Faults of a DNS subdomain whose labels may hold `_` (search domains); empty when valid. */
export function underscoreSubdomainFaults(value: string): string[] {
  return faultsOf(value, underscoreSubdomainRule);
}

/** Faults of a DNS subdomain behind `*.`; empty when valid. */
export function wildcardSubdomainFaults(value: string): string[] {
  return faultsOf(value, wildcardRule);
}

/** Faults of a name that must be a DNS label (namespaces, containers, volumes); empty when valid. */
export function dnsLabelFaults(value: string): string[] {
  if (matches(value, dnsLabel) || !matches(value, dnsSubdomain)) return faultsOf(value, dnsLabelRule);
  return [...faultsOf(value, { ...dnsLabelRule, pattern: '.*' }), 'must not contain dots'];
}

/** Faults of a name that must be a DNS-1035 label (Services); empty when valid. */
export function dns1035LabelFaults(value: string): string[] {
  return faultsOf(value, dns1035LabelRule);
}

/** Faults of a label or annotation key: `[prefix/]name`; empty when valid. */
export function labelKeyFaults(key: string): string[] {
  const parts = key.split('/');
  const faults: string[] = [];
  let name = key;
  if (parts.length === 2) {
    const [prefix = ''] = parts;
    name = parts[1] ?? '';
    if (prefix === '') faults.push('prefix part must be non-empty');
    else faults.push(...faultsOf(prefix, prefixRule).map((fault) => `prefix part ${fault}`));
  } else if (parts.length > 2) {
    return [
      `a valid label key ${describe(qualifiedNameFault, qualifiedName, ['MyName', 'my.name', '123-abc'])}` +
        " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ];
  }
  if (name === '') faults.push('name part must be non-empty');
  else if (name.length > 63) faults.push('name part must be no more than 63 bytes');
  if (!matches(name, qualifiedName)) {
    faults.push(`name part ${describe(qualifiedNameFault, qualifiedName, ['MyName', 'my.name', '123-abc'])}`);
  }
  return faults;
}

/** Faults of a label's value; empty when valid. */
export function labelValueFaults(value: string): string[] {
  return faultsOf(value, labelValueRule);
}

/** Faults of a key of a ConfigMap or a Secret; empty when valid. */
export function configKeyFaults(value: string): string[] {
  const faults = faultsOf(value, {
    maxLength: 253,
    pattern: '[-._a-zA-Z0-9]+',
    fault: "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    examples: ['key.name', 'KEY_NAME', 'key-name'],
  });
  if (value === '.' || value === '..') return [...faults, `must not be '${value}'`];
  return value.startsWith('..') ? [...faults, "must not start with '..'"] : faults;
}

/** Faults of the name of an HTTP header; empty when valid. */
export function headerNameFaults(value: string): string[] {
  return faultsOf(value, {
    maxLength: Number.POSITIVE_INFINITY,
    pattern: '[-A-Za-z0-9]+',
    fault: "a valid HTTP header must consist of alphanumeric characters or '-'",
    examples: ['X-Header-Name'],
  });
}

/** Faults of the name of an environment variable; empty when valid. */
export function variableNameFaults(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (matches(value, '[\\x20-\\x3c\\x3e-\\x7e]+')) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

interface NameRule {
  readonly maxLength: number;
  /** What the API server says that it counts. Default: characters. */
  readonly unit?: 'bytes';
  readonly pattern: string;
  readonly fault: string;
  readonly examples: readonly string[];
}

function faultsOf(value: string, rule: NameRule): string[] {
  const faults: string[] = [];
  if (value.length > rule.maxLength) faults.push(`must be no more than ${rule.maxLength} ${rule.unit ?? 'characters'}`);
  if (!matches(value, rule.pattern)) faults.push(describe(rule.fault, rule.pattern, rule.examples));
  return faults;
}

/** The patterns are those of this file: there are a dozen. */
const compiled = new Map<string, RegExp>();

function matches(value: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) compiled.set(pattern, (expression = new RegExp(`^(?:${pattern})$`)));
  return expression.test(value);
}

function describe(fault: string, pattern: string, examples: readonly string[]): string {
  // Upstream writes two blanks between examples: ", " and " or ".
  const quoted = examples.map((example) => `'${example}'`).join(',  or ');
  return `${fault} (e.g. ${quoted}, regex used for validation is '${pattern}')`;
}
