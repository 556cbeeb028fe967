import { fieldErrors, type FieldError } from '@podlab/apimachinery';
import { isInBlock, isIpAddress } from '@podlab/shell';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from 'kubernetes-types/networking/v1';
import { oneOf, portNameFaults, portNumber } from './numbers.ts';

/** @see pkg/apis/networking/validation/validation.go `ValidateNetworkPolicySpec` (v1.36) */
export function validateNetworkPolicy({ spec }: NetworkPolicy): FieldError[] {
  const { ingress = [], egress = [], policyTypes = [] } = spec ?? {};
  return [
    ...ingress.flatMap(({ from, ports }, index) => ruleFaults(from, ports, `spec.ingress[${index}]`, 'from')),
    ...egress.flatMap(({ to, ports }, index) => ruleFaults(to, ports, `spec.egress[${index}]`, 'to')),
    ...policyTypes.flatMap((type, index) => oneOf(type, ['Egress', 'Ingress'], `spec.policyTypes[${index}]`)),
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
  const faults = oneOf(protocol, ['SCTP', 'TCP', 'UDP'], `${path}.protocol`);
  if (typeof port === 'number') {
    faults.push(...portNumber(port, `${path}.port`));
    if (endPort !== undefined && endPort < port) {
      faults.push(fieldErrors.invalid(`${path}.endPort`, endPort, 'must be greater than or equal to `port`'));
    }
  } else if (endPort !== undefined) {
    const message = port === undefined ? 'must be specified when `endPort` is set' : undefined;
    if (message) faults.push(fieldErrors.required(`${path}.port`, message));
    else
      faults.push(fieldErrors.invalid(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric'));
  }
  if (typeof port === 'string') {
    faults.push(...portNameFaults(port).map((fault) => fieldErrors.invalid(`${path}.port`, port, fault)));
  }
  return faults;
}

function peerFaults({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, path: string): FieldError[] {
  if (ipBlock === undefined) {
    return podSelector || namespaceSelector ? [] : [fieldErrors.required(path, 'must specify a peer')];
  }
  if (podSelector || namespaceSelector) {
    return [fieldErrors.forbidden(path, 'may not specify both ipBlock and another peer')];
  }
  const { cidr, except = [] } = ipBlock;
  if (!isBlock(cidr)) return [fieldErrors.invalid(`${path}.ipBlock.cidr`, cidr, 'must be a valid CIDR value')];
  return except.flatMap((block, index) => {
    const where = `${path}.ipBlock.except[${index}]`;
    if (!isBlock(block)) return [fieldErrors.invalid(where, block, 'must be a valid CIDR value')];
    const [base = '', bits] = block.split('/');
    const isWithin = isInBlock(base, cidr) && Number(bits) > Number(cidr.split('/')[1]);
    return isWithin ? [] : [fieldErrors.invalid(where, block, 'must be a strict subset of `cidr`')];
  });
}

function isBlock(text: string): boolean {
  const [ip = '', bits = ''] = text.split('/');
  return isIpAddress(ip) && /^\d+$/.test(bits) && Number(bits) <= 32;
}
