/** One end of a connection. IPv4 only. */
export interface SocketAddress {
  readonly ip: string;
  readonly port: number;
}

/** Every interface of a network stack. */
export const anyAddress = '0.0.0.0';

/** Whether an address is one of the loopback interface. */
export function isLoopback(ip: string): boolean {
  return ip.startsWith('127.');
}

/** Whether the text is an IPv4 address in dotted form. */
export function isIpAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) <= 255);
}

/** Whether an address lies in a block such as `10.244.0.0/16`. */
export function isInBlock(ip: string, block: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const shift = 32 - Number(bits);
  return shift === 32 || toNumber(ip) >>> shift === toNumber(base) >>> shift;
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
