import { fieldErrors, type FieldError } from '@podlab/apimachinery';

const addressDetail = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const blockDetail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** An address as its bytes: 4 or 16. */
export interface Address {
  readonly bytes: readonly number[];
  /** Whether a part of it has needless zeros in front. */
  readonly hasLeadingZeros: boolean;
  /** Whether it is an IPv4 address written as an IPv6 one. */
  readonly isMapped: boolean;
}

/** A block of addresses. */
export interface AddressBlock extends Address {
  readonly length: number;
}

/** Faults of an address. @see k8s.io/apimachinery/pkg/util/validation/ip.go (v1.36), as are the others here */
export function addressFaults(value: string, path: string): FieldError[] {
  const address = parseAddress(value);
  if (!address) return [fieldErrors.invalid(path, value, addressDetail)];
  return [
    ...(address.hasLeadingZeros ? [fieldErrors.invalid(path, value, 'must not have leading 0s')] : []),
    ...(address.isMapped ? [fieldErrors.invalid(path, value, 'must not be an IPv4-mapped IPv6 address')] : []),
  ];
}

/** Faults of a block of addresses such as `10.0.0.0/8`. */
export function blockFaults(value: string, path: string): FieldError[] {
  const block = parseBlock(value);
  const fault = (detail: string) => [fieldErrors.invalid(path, value, detail)];
  if (!block) return fault(blockDetail);
  if (block.hasLeadingZeros) return fault('must not have leading 0s in IP or prefix length');
  if (block.isMapped) return fault('must not have an IPv4-mapped IPv6 address');
  return hasHostBits(block) ? fault('must not have bits set beyond the prefix length') : [];
}

/**
 * Faults of an address at which a Service is reached from outside.
 * @see pkg/apis/core/validation/validation.go `ValidateEndpointIP` (v1.36)
 */
export function reachableAddressFaults(value: string, path: string): FieldError[] {
  const faults = addressFaults(value, path);
  if (faults.length > 0) return faults;
  const rules: [string, string[]][] = [
    [`may not be unspecified (${value})`, ['0.0.0.0/32', '::/128']],
    ['may not be in the loopback range (127.0.0.0/8, ::1/128)', ['127.0.0.0/8', '::1/128']],
    ['may not be in the link-local range (169.254.0.0/16, fe80::/10)', ['169.254.0.0/16', 'fe80::/10']],
    ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)', ['224.0.0.0/24', 'ff02::/16']],
  ];
  return rules.flatMap(([detail, blocks]) =>
    blocks.some((block) => isInside(value, block)) ? [fieldErrors.invalid(path, value, detail)] : [],
  );
}

function isInside(value: string, text: string): boolean {
  const [address, block] = [parseAddress(value), parseBlock(text)];
  return address !== undefined && block !== undefined && contains(block, address);
}

/** @returns undefined for what is no address */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** @returns undefined for what is no block */
export function parseBlock(text: string): AddressBlock | undefined {
  const [ip = '', length = '', ...more] = text.split('/');
  const address = parseAddress(ip);
  if (!address || more.length > 0 || !/^\d+$/.test(length) || Number(length) > address.bytes.length * 8)
    return undefined;
  const hasLeadingZeros = address.hasLeadingZeros || /^0\d/.test(length);
  return { ...address, hasLeadingZeros, length: Number(length) };
}

/** Whether an address lies in a block. */
export function contains(block: AddressBlock, address: Address): boolean {
  return (
    block.bytes.length === address.bytes.length &&
    Array.from({ length: block.length }, (_, bit) => bit).every(
      (bit) => bitAt(block.bytes, bit) === bitAt(address.bytes, bit),
    )
  );
}

function hasHostBits({ bytes, length }: AddressBlock): boolean {
  return Array.from({ length: bytes.length * 8 - length }, (_, bit) => length + bit).some(
    (bit) => bitAt(bytes, bit) === 1,
  );
}

function bitAt(bytes: readonly number[], bit: number): number {
  return ((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d+$/.test(part) || Number(part) > 255)) return undefined;
  return { bytes: parts.map(Number), hasLeadingZeros: parts.some((part) => /^0\d/.test(part)), isMapped: false };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  let hasLeadingZeros = false;
  const groups = halves.map((half) =>
    (half === '' ? [] : half.split(':')).flatMap((part, index, all) => {
      if (!part.includes('.')) return [/^[0-9a-f]{1,4}$/i.test(part) ? Number.parseInt(part, 16) : Number.NaN];
      const ipv4 = index === all.length - 1 ? parseIpv4(part) : undefined;
      if (!ipv4) return [Number.NaN];
      hasLeadingZeros ||= ipv4.hasLeadingZeros;
      const [a = 0, b = 0, c = 0, d = 0] = ipv4.bytes;
      return [a * 256 + b, c * 256 + d];
    }),
  );
  const [head = [], tail] = groups;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const whole = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  if (whole.some(Number.isNaN)) return undefined;
  const isMapped = whole.slice(0, 5).every((group) => group === 0) && whole[5] === 0xff_ff;
  return { bytes: whole.flatMap((group) => [group >> 8, group & 255]), hasLeadingZeros, isMapped };
}
