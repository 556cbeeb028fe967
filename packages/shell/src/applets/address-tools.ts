import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** The mask that a class of addresses had. */
function classMask(address: number): number {
  const first = address >>> 24;
  return first < 128 ? 0xff000000 : first < 192 ? 0xffff0000 : 0xffffff00;
}

/** Masks and networks of an address: -m -b -n -p -h -s. */
export const ipcalc = applet('ipcalc', function* (context, args) {
  const options = yield* parseOptions(context, args, 'mbnphs', {
    netmask: 'm',
    broadcast: 'b',
    network: 'n',
    prefix: 'p',
    hostname: 'h',
    silent: 's',
  });
  if (!options) return 1;
  const [given, maskText] = options.rest;
  const [addressText = '', prefix] = (given ?? '').split('/');
  const address = parseAddress(addressText);
  const letters = ['m', 'b', 'n', 'p', 'h'].filter((letter) => options.has(letter));
  if (given === undefined || letters.length === 0 || options.rest.length > 2) return yield* complainUsage(context);
  const length = prefix === undefined ? undefined : Number(prefix);
  if (address === undefined || (length !== undefined && !(length >= 0 && length <= 32))) {
    yield* context.complain(`ipcalc: bad IP ${address === undefined ? 'address' : 'prefix'}: ${given}`);
    return 1;
  }
  const named = maskText === undefined ? undefined : parseAddress(maskText);
  const mask = (length === undefined ? (named ?? classMask(address)) : length === 0 ? 0 : -1 << (32 - length)) >>> 0;
  if (options.has('m')) context.print(`NETMASK=${dotted(mask)}\n`);
  if (options.has('b')) context.print(`BROADCAST=${dotted(((address & mask) | ~mask) >>> 0)}\n`);
  if (options.has('n')) context.print(`NETWORK=${dotted((address & mask) >>> 0)}\n`);
  if (options.has('p')) context.print(`PREFIX=${mask.toString(2).replaceAll('0', '').length}\n`);
  if (options.has('h')) {
    yield* context.complain(`ipcalc: can't find hostname for ${addressText}`);
    return 1;
  }
  return 0;
});

/** Neighbours of the host: a Pod knows only its gateway, and forgets it. */
export const arp = applet('arp', function* (context, args) {
  const options = yield* parseOptions(context, args, 'vnaedi:p:A:H:t:sDN');
  if (!options) return 1;
  const [host] = options.rest;
  if (host === undefined || parseAddress(host) !== undefined) {
    if (host !== undefined) context.print(`? (${host}) -- no entry\n`);
    return 0;
  }
  yield* context.complain(`arp: ${host}: Unknown host`);
  return 1;
});
