const dnsLabel = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const dnsSubdomain = `${dnsLabel}(\\.${dnsLabel})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;
const dns1035Label = '[a-z]([-a-z0-9]*[a-z0-9])?';

const dnsSubdomainFault =
  'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, ' +
  "'-' or '.', and must start and end with an alphanumeric character";
const dnsLabelFault =
  'a lowercase RFC 1123 label must consist of lower case alphanumeric characters ' +
  "or '-', and must start and end with an alphanumeric character";
const dns1035Fault =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
  'start with an alphabetic character, and end with an alphanumeric character';
const qualifiedNameFault =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelValueFault =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', " +
  'and must start and end with an alphanumeric character';

/**
 * Faults of a name that must be a DNS subdomain (most objects), worded as the API server words them; empty when valid.
 * @see k8s.io/apimachinery/pkg/util/validation/validation.go (v1.36), as are the others here
 */
export function dnsSubdomainFaults(value: string): string[] {
  return faultsOf(value, {
    maxLength: 253,
    pattern: dnsSubdomain,
    fault: dnsSubdomainFault,
    examples: ['example.com'],
  });
}

/** Faults of a name that must be a DNS label (namespaces, containers, volumes); empty when valid. */
export function dnsLabelFaults(value: string): string[] {
  if (value.length <= 63 && !matches(value, dnsLabel) && matches(value, dnsSubdomain)) return ['must not contain dots'];
  return faultsOf(value, { maxLength: 63, pattern: dnsLabel, fault: dnsLabelFault, examples: ['my-name', '123-abc'] });
}

/** Faults of a name that must be a DNS-1035 label (Services); empty when valid. */
export function dns1035LabelFaults(value: string): string[] {
  return faultsOf(value, {
    maxLength: 63,
    pattern: dns1035Label,
    fault: dns1035Fault,
    examples: ['my-name', 'abc-123'],
  });
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
    else faults.push(...dnsSubdomainFaults(prefix).map((fault) => `prefix part ${fault}`));
  } else if (parts.length > 2) {
    return [
      `a qualified name ${describe(qualifiedNameFault, qualifiedName, ['MyName', 'my.name', '123-abc'])}` +
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
  return faultsOf(value, {
    maxLength: 63,
    pattern: labelValue,
    fault: labelValueFault,
    examples: ['MyValue', 'my_value', '12345'],
  });
}

interface NameRule {
  readonly maxLength: number;
  readonly pattern: string;
  readonly fault: string;
  readonly examples: readonly string[];
}

function faultsOf(value: string, rule: NameRule): string[] {
  const faults: string[] = [];
  if (value.length > rule.maxLength) faults.push(`must be no more than ${rule.maxLength} bytes`);
  if (!matches(value, rule.pattern)) faults.push(describe(rule.fault, rule.pattern, rule.examples));
  return faults;
}

function matches(value: string, pattern: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(value);
}

function describe(fault: string, pattern: string, examples: readonly string[]): string {
  // Upstream writes two blanks between examples: ", " and " or ".
  const quoted = examples.map((example) => `'${example}'`).join(',  or ');
  return `${fault} (e.g. ${quoted}, regex used for validation is '${pattern}')`;
}
