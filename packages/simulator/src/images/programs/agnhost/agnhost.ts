import type { ProcessContext, Program } from '@podlab/shell';
import { porter, serveHostname, serveLiveness, testWebserver } from './agnhost-servers.ts';
import { connect, dnsServerList, dnsSuffix, entrypointTester, etcHosts, generateLogs, pause } from './agnhost-tools.ts';
import { runGrpcHealthChecking } from './grpc-health-checking.ts';
import { netexec } from './netexec.ts';

type Subcommand = (process: ProcessContext, args: readonly string[]) => Generator<void, number, void>;

const subcommands: ReadonlyMap<string, Subcommand> = new Map([
  ['connect', connect],
  ['dns-server-list', dnsServerList],
  ['dns-suffix', dnsSuffix],
  ['entrypoint-tester', entrypointTester],
  ['etc-hosts', etcHosts],
  ['grpc-health-checking', runGrpcHealthChecking],
  ['liveness', serveLiveness],
  ['logs-generator', generateLogs],
  ['netexec', netexec],
  ['pause', pause],
  ['porter', porter],
  ['serve-hostname', serveHostname],
  ['test-webserver', testWebserver],
]);

/**
 * The test server of Kubernetes' own end-to-end tests, as far as it is simulated.
 * @see kubernetes v1.36 test/images/agnhost
 */
export const agnhostProgram: Program = {
  name: 'agnhost',
  *run(process) {
    const [name = 'pause', ...args] = process.argv.slice(1);
    const subcommand = subcommands.get(name);
    if (subcommand) return yield* subcommand(process, args);
    const known = [...subcommands.keys()].join(', ');
    yield* process.complain(`agnhost: ${JSON.stringify(name)} is not simulated here. There are: ${known}.`);
    return 1;
  },
};
