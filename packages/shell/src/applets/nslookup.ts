import { isIpAddress } from '../network/address.ts';
import type { DnsAnswer, DnsRecord, DnsType } from '../network/wire.ts';
import type { ProcessContext } from '../process/context.ts';
import type { Coroutine } from '../process/process.ts';
import { applet } from './applet.ts';
import { readResolverConfig } from './resolve-name.ts';
import { complainUsage } from './usage.ts';

const types: readonly string[] = ['A', 'AAAA', 'CNAME', 'PTR', 'SRV', 'TXT', 'NS', 'MX', 'SOA'];
const totalTimeoutMs = 5000;
/** Asks DNS and prints what came back, without /etc/hosts, as busybox does. */
export const nslookup = applet('nslookup', function* (context, args) {
  const wanted: DnsType[] = [];
  const rest: string[] = [];
  for (const argument of args) {
    const type = /^-(?:type|querytype|q)=(\w+)$/i.exec(argument)?.[1]?.toUpperCase();
    if (type === undefined) {
      if (argument.startsWith('-') && !/^-de?b?u?g?$/.test(argument)) return yield* complainUsage(context);
      if (!argument.startsWith('-')) rest.push(argument);
      continue;
    }
    if (!types.includes(type)) {
      yield* context.complain(`nslookup: invalid query type "${type.toLowerCase()}"`);
      return 1;
    }
    wanted.push(type as DnsType);
  }
  const [host, ownServer] = rest;
  if (host === undefined || rest.length > 2) return yield* complainUsage(context);
  const config = yield* readResolverConfig(context);
  const server = (ownServer ?? config.servers[0] ?? '127.0.0.1').replace(/:53$/, '');
  const isReverse = isIpAddress(host) && wanted.length === 0;
  const questions: { name: string; type: DnsType }[] = isReverse
    ? [{ name: `${host.split('.').reverse().join('.')}.in-addr.arpa`, type: 'PTR' }]
    : (wanted.length > 0 ? wanted : (['A', 'AAAA'] as const)).flatMap((type) =>
        namesOf(host, ownServer === undefined ? config.search : []).map((name) => ({ name, type })),
      );
  return yield* ask(context, server, questions);
});

function* ask(
  context: ProcessContext,
  server: string,
  questions: readonly { readonly name: string; readonly type: DnsType }[],
): Coroutine<number> {
  const answers: DnsAnswer[] = [];
  for (const question of questions) {
    const answer = yield* context.sockets.query(server, question, totalTimeoutMs);
    if (answer === undefined) {
      yield* context.write(1, ';; connection timed out; no servers could be reached\n\n');
      return 1;
    }
    answers.push(answer);
  }
  context.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  let status = 0;
  for (const [index, { code, records }] of answers.entries()) {
    if (code !== 'NOERROR') {
      context.print(`** server can't find ${questions[index]?.name ?? ''}: ${code}\n\n`);
      status = 1;
      continue;
    }
    context.print(`${records.map(describeRecord).join('')}\n`);
  }
  yield* context.flush();
  return status;
}

/** A name with a dot in it is asked for as it is. */
function namesOf(host: string, search: readonly string[]): readonly string[] {
  if (host.includes('.') || search.length === 0) return [host.replace(/\.$/, '')];
  return search.map((domain) => `${host}.${domain}`);
}

function describeRecord({ name, type, data }: DnsRecord): string {
  switch (type) {
    case 'A':
    case 'AAAA':
      return `Name:\t${name}\nAddress: ${data}\n`;
    case 'CNAME':
      return `${name}\tcanonical name = ${data}\n`;
    case 'PTR':
      return `${name}\tname = ${data}\n`;
    case 'SRV':
      return `${name}\tservice = ${data}\n`;
    case 'TXT':
      return `${name}\ttext = "${data}"\n`;
    case 'NS':
      return `${name}\tnameserver = ${data}\n`;
    case 'MX':
      return `${name}\tmail exchanger = ${data}\n`;
    case 'SOA':
      return `${name}\n\torigin = ${data}\n`;
  }
}
