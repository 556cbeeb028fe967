import type { NetworkStack } from '../network/stack.ts';
import type { ProcessContext } from '../process/context.ts';
import { applet } from './applet.ts';
import { parseOptions } from './options.ts';
import { complainUsage } from './usage.ts';

/** The network that a Pod's address lies in is one node's: 24 bits. */
const prefixBits = 24;

/** Addresses, links and routes: `ip addr`, `ip link`, `ip route`; with `show` and a device or not. Nothing is changed. */
export const ip = applet('ip', function* (context, args) {
  const words = args.filter((argument) => !argument.startsWith('-'));
  const [object = '', ...rest] = words;
  const isOneLine = args.includes('-o') || args.includes('-oneline');
  const device = rest.filter((word) => !['show', 'list', 'ls', 'dev'].includes(word))[0];
  const { stack } = context.sockets;
  if (isShort(object, 'link') && rest[0] === 'set') {
    yield* context.complain('ip: SIOCSIFFLAGS: Operation not permitted');
    return 2;
  }
  if (object !== '' && ['add', 'del', 'set', 'flush', 'replace', 'change'].includes(rest[0] ?? '')) {
    yield* context.complain('ip: RTNETLINK answers: Operation not permitted');
    return 2;
  }
  const what = isShort(object, 'address') ? 'addresses' : isShort(object, 'link') ? 'links' : undefined;
  if (what && device !== undefined && device !== 'lo' && (device !== 'eth0' || stack.address === undefined)) {
    yield* context.complain(`ip: can't find device '${device}'`);
    return what === 'links' ? 2 : 1;
  }
  if (what === 'addresses' && isOneLine) context.print(addressLines(stack, device));
  else if (what) {
    const text = interfaceText(stack, device, what);
    const plain = args.includes('-4') ? text.replace(/^    link\/.*\n/gm, '') : text;
    context.print(isOneLine ? plain.replace(/\n    /g, '\\    ') : plain);
  } else if (isShort(object, 'route'))
    context.print(
      routes(stack)
        .map(({ line }) => `${line}\n`)
        .join(''),
    );
  else return yield* complainUsage(context);
  yield* context.flush();
  return 0;
});

/** Interfaces, in the older form. Nothing is changed. */
export const ifconfig = applet('ifconfig', function* (context, args) {
  const [wanted, change] = args.filter((argument) => argument !== '-a');
  if (wanted !== undefined && change !== undefined) {
    const call = /^(up|down)$/.test(change) ? 'SIOCSIFFLAGS' : 'SIOCSIFADDR';
    yield* context.complain(`ifconfig: ${call}: Operation not permitted`);
    return 1;
  }
  const texts = interfacesOf(context).filter(({ name }) => wanted === undefined || name === wanted);
  if (texts.length === 0) {
    yield* context.complain(`ifconfig: ${wanted ?? ''}: error fetching interface information: Device not found`);
    return 1;
  }
  yield* context.write(1, texts.map(({ text }) => `${text}\n`).join(''));
  return 0;
});

/** The routing table: -n. */
export const route = applet('route', function* (context, args) {
  const options = yield* parseOptions(context, args, 'neA:');
  if (!options) return 1;
  if (options.rest.length > 0 && !(/^(add|del|delete)$/.test(options.rest[0] ?? '') && options.rest.length > 1))
    return yield* complainUsage(context);
  if (options.rest.length > 0) {
    yield* context.complain('route: SIOCADDRT: Operation not permitted');
    return 1;
  }
  const isNumeric = options.has('n');
  context.print('Kernel IP routing table\n');
  context.print('Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n');
  for (const { destination, gateway, mask, flags } of routes(context.sockets.stack)) {
    const to = !isNumeric && destination === '0.0.0.0' ? 'default' : destination;
    const via = gateway === '0.0.0.0' && !isNumeric ? '*' : gateway;
    context.print(`${to.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} 0      0        0 eth0\n`);
  }
  yield* context.flush();
  return 0;
});

function isShort(text: string, object: string): boolean {
  return text !== '' && object.startsWith(text);
}

function interfaceText(stack: NetworkStack, device: string | undefined, what: 'addresses' | 'links'): string {
  const lo = [
    '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000',
    '    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00',
    ...(what === 'addresses'
      ? ['    inet 127.0.0.1/8 scope host lo', '       valid_lft forever preferred_lft forever']
      : []),
  ];
  const { address } = stack;
  const eth0 =
    address === undefined
      ? []
      : [
          '2: eth0@if3: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue qlen 1000',
          `    link/ether ${hardwareAddress(address)} brd ff:ff:ff:ff:ff:ff`,
          ...(what === 'addresses'
            ? [
                `    inet ${address}/${prefixBits} brd ${address.replace(/\d+$/, '255')} scope global eth0`,
                '       valid_lft forever preferred_lft forever',
              ]
            : []),
        ];
  const wanted = [
    ...(device === undefined || device === 'lo' ? lo : []),
    ...(device === undefined || device === 'eth0' ? eth0 : []),
  ];
  return wanted.map((line) => `${line}\n`).join('');
}

/** `ip -o addr`: a line for each address. */
function addressLines(stack: NetworkStack, device: string | undefined): string {
  const lines: string[] = [];
  for (const [number, name] of [
    [1, 'lo'],
    [2, 'eth0'],
  ] as const) {
    if (device !== undefined && device !== name) continue;
    for (const [, address] of interfaceText(stack, name, 'addresses').matchAll(/^    (inet .*)$/gm))
      lines.push(`${number}: ${name}    ${address}\\       valid_lft forever preferred_lft forever\n`);
  }
  return lines.join('');
}

interface RouteEntry {
  readonly line: string;
  readonly destination: string;
  readonly gateway: string;
  readonly mask: string;
  readonly flags: string;
}

/** The routing table: of `route`, or as `netstat -r` has it. */
export function routes({ address, gateway }: NetworkStack): readonly RouteEntry[] {
  if (address === undefined || gateway === undefined) return [];
  const network = address.replace(/\d+$/, '0');
  return [
    { line: `default via ${gateway} dev eth0 `, destination: '0.0.0.0', gateway, mask: '0.0.0.0', flags: 'UG' },
    {
      line: `${network}/${prefixBits} via ${gateway} dev eth0  src ${address} `,
      destination: network,
      gateway,
      mask: '255.255.255.0',
      flags: 'UG',
    },
    {
      line: `${gateway} dev eth0 scope link  src ${address} `,
      destination: gateway,
      gateway: '0.0.0.0',
      mask: '255.255.255.255',
      flags: 'UH',
    },
  ];
}

function interfacesOf({
  sockets: { stack },
}: ProcessContext): readonly { readonly name: string; readonly text: string }[] {
  const { address } = stack;
  const lo = `lo        Link encap:Local Loopback  
          inet addr:127.0.0.1  Mask:255.0.0.0
          UP LOOPBACK RUNNING  MTU:65536  Metric:1
`;
  if (address === undefined) return [{ name: 'lo', text: lo }];
  const eth0 = `eth0      Link encap:Ethernet  HWaddr ${hardwareAddress(address).toUpperCase()}  
          inet addr:${address}  Bcast:${address.replace(/\d+$/, '255')}  Mask:255.255.255.0
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
`;
  return [
    { name: 'eth0', text: eth0 },
    { name: 'lo', text: lo },
  ];
}

/** Made from the address, as bridges do for containers. */
function hardwareAddress(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return ['0a', '58', ...bytes].join(':');
}
