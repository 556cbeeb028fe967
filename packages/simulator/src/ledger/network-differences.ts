import type { Difference } from './difference.ts';

/** Entries of the fidelity ledger about the network and the programs on it. */
export const networkDifferences: readonly Difference[] = [
  {
    id: 'F-80',
    kind: 'refused',
    here: 'TLS other than to the API server, UDP sockets, SQL in `postgres:17` beyond tables with joins, groups and transactions (no subqueries, unions, alterations, indexes and foreign keys; numbers keep no zeros at their end), streams, subscriptions, blocking commands and scripts in `redis:8`, rare subcommands of agnhost (`agnhost nope` lists those that are there), nginx directives that nothing here needs: the program says so and fails',
    why: 'programs are simulated as far as labs go',
    sentence:
      'Programs speak plain HTTP, TCP and gRPC health checks here: TLS only to the API server, no UDP, and only simple SQL. Use a real cluster for these: --engine kind.',
  },
  {
    id: 'F-87',
    kind: 'different',
    here: '`wget` of `alpine:3.22` is that of busybox, which looks at no certificate; what curl prints with `-v` of a TLS handshake is short, and HTTP/2 is shown to the client while the connection speaks HTTP/1.1',
    there:
      "alpine's `wget` believes only authorities in `/etc/ssl`, so it refuses the API server's certificate without `--no-check-certificate`",
    why: 'images share the programs of busybox',
    sentence:
      "On a real alpine image wget refuses the API server's certificate unless it is told --no-check-certificate.",
  },
  {
    id: 'F-81',
    kind: 'different',
    here: 'NetworkPolicies are enforced, at once, for new connections',
    there:
      'only where the network plug-in does so; the plug-in of our bundled real cluster does not, so that cluster cannot prove them',
    why: 'a policy that nothing enforces teaches something false',
    sentence: 'NetworkPolicies are enforced here at once; on a real cluster it depends on the network plug-in.',
    metBy: { object: ({ kind }) => kind === 'NetworkPolicy' },
  },
  {
    id: 'F-83',
    kind: 'different',
    here: 'kube-proxy follows the EndpointSlices at once',
    there: 'up to a second later',
    why: 'the API is read when a connection is made',
    sentence: 'A Service sends connections to its new Pods at once here; a real kube-proxy may need a second.',
  },
  {
    id: 'F-84',
    kind: 'different',
    here: 'the network takes no time and loses nothing, unless the cluster is made with other conditions',
    there: 'fractions of a millisecond',
    why: 'the same seed gives the same bytes',
    sentence: 'The network takes no time here.',
  },
  {
    id: 'F-85',
    kind: 'different',
    here: 'names and addresses outside the cluster: `NXDOMAIN`, and silence',
    there: 'the resolver of the node and the Internet',
    why: 'nothing here leaves the machine',
    sentence: 'Nothing outside the cluster can be reached from here.',
  },
  {
    id: 'F-86',
    kind: 'different',
    here: '`busybox:1.37` has no `nc -z` and `nc -v`',
    there: 'builds of the image differ in this',
    why: 'the build that was recorded had neither',
    sentence:
      'The program nc knows neither -z nor -v here, as in some builds of busybox; wget or nc with -w tell whether a port is open.',
  },
];
