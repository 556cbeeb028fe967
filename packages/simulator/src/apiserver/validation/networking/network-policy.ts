import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from 'kubernetes-types/networking/v1';
import { blockFaults, contains, parseBlock } from './addresses.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { oneOf, optionalOneOf, portNameFaults, portNumber } from '../numbers.ts';

/** @see pkg/apis/networking/validation/validation.go `ValidateNetworkPolicySpec` (v1.36) */
export function validateNetworkPolicy({ spec }: NetworkPolicy): FieldError[] {
  const { podSelector, ingress = [], egress = [], policyTypes = [] } = spec ?? ({} as Partial<NetworkPolicySpec>);
  return [
    ...validateLabelSelector(podSelector, 'spec.podSelector'),
    ...ingress.flatMap(({ from, ports }, index) => ruleFaults(from, ports, `spec.ingress[${index}]`, 'from')),
    ...egress.flatMap(({ to, ports }, index) => ruleFaults(to, ports, `spec.egress[${index}]`, 'to')),
    ...(policyTypes.length > 2
      ? [fieldErrors.invalid('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
      : policyTypes.flatMap((type, index) => oneOf(type, ['Ingress', 'Egress'], `spec.policyTypes[${index}]`))),
  ];
}

function ruleFaults(
  peers: readonly NetworkPolicyPeer[] | undefined,
  ports: readonly NetworkPolicyPort[] | undefined,
  path: string,
  peersName: 'from' | 'to',
): FieldError[] {
  return [
    ...(ports ?? []).flatMap((port, index) => portFaults(port, `${path}.ports[${index}]`)),
    ...(peers ?? []).flatMap((peer, index) => peerFaults(peer, `${path}.${peersName}[${index}]`)),
  ];
}

function portFaults({ port, endPort, protocol }: NetworkPolicyPort, path: string): FieldError[] {
  const faults = optionalOneOf(protocol, ['TCP', 'UDP', 'SCTP'], `${path}.protocol`);
  const endFault = (value: number, detail: string) => fieldErrors.invalid(`${path}.endPort`, value, detail);
  if (typeof port === 'number') {
    faults.push(...portNumber(port, `${path}.port`));
    if (endPort === undefined) return faults;
    if (endPort < port) faults.push(endFault(port, 'must be greater than or equal to `port`'));
    return [...faults, ...portNumber(endPort, `${path}.endPort`)];
  }
  if (endPort !== undefined) {
    const why = port === undefined ? 'not specified' : 'non-numeric';
    faults.push(endFault(endPort, `may not be specified when \`port\` is ${why}`));
  }
  return port === undefined
    ? faults
    : [...faults, ...fieldErrors.invalidEach(`${path}.port`, port, portNameFaults(port))];
}

function peerFaults({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, path: string): FieldError[] {
  const isSelected = Boolean(podSelector || namespaceSelector);
  return [
    ...validateLabelSelector(podSelector, `${path}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`),
    ...(ipBlock ? ipBlockFaults(ipBlock, `${path}.ipBlock`) : []),
    ...(ipBlock || isSelected ? [] : [fieldErrors.required(path, 'must specify a peer')]),
    ...(ipBlock && isSelected ? [fieldErrors.forbidden(path, 'may not specify both ipBlock and another peer')] : []),
  ];
}

function ipBlockFaults({ cidr = '', except = [] }: Partial<IPBlock>, path: string): FieldError[] {
  if (cidr === '') return [fieldErrors.required(`${path}.cidr`)];
  const faults = blockFaults(cidr, `${path}.cidr`);
  const whole = parseBlock(cidr);
  if (!whole) return faults;
  for (const [index, text] of except.entries()) {
    const at = `${path}.except[${index}]`;
    faults.push(...blockFaults(text, at));
    const part = parseBlock(text);
    if (!part || (contains(whole, part) && part.length > whole.length)) continue;
    faults.push(fieldErrors.invalid(at, text, 'must be a strict subset of `cidr`'));
  }
  return faults;
}
