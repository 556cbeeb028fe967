import type { PodSpec } from 'kubernetes-types/core/v1';
import type { Difference } from './difference.ts';

/** Entries of the fidelity ledger about the network and the programs on it. */
export const networkDifferences: readonly Difference[] = [
  {
    id: 'F-40',
    kind: 'different',
    here: "of the help of busybox's programs only the usage line is printed",
    there: 'a text with all options',
    why: "the text is busybox's own prose",
    sentence:
      'A program that is used wrongly prints only its usage line here; a real busybox explains its options too.',
  },
  {
    id: 'F-41',
    kind: 'different',
    here: 'awk has mathematics (`^`, `sqrt`, `log`); `comm`, `split`, `pgrep`, `pkill`, `printenv` and `nice` are there',
    there: "the same in Docker's busybox image; the Debian build that scripts were recorded from leaves them out",
    why: "learners meet Docker's image",
    sentence: 'Some programs of busybox are here that other builds of it leave out, such as pgrep and comm.',
  },
  {
    id: 'F-42',
    kind: 'different',
    here: 'rare options and messages of the shell and its programs, listed script by script in `packages/shell/fixtures/differences.json`',
    there: 'as recorded there from busybox 1.37',
    why: 'not built, or shows the machine of the recording',
    sentence:
      'Rare options of the programs in containers, and the words of some error messages, differ from a real busybox.',
  },
  {
    id: 'F-43',
    kind: 'different',
    here: '`vi`, `bc`, `dc`, `ed`, `patch`, `cpio`, `getopt`, `bzip2` and `xz` are not found (exit code 127)',
    there: 'they are in the busybox image',
    why: 'not built yet',
    sentence:
      'The editor vi and some other programs of busybox are not in the containers here. Write files with cat and a here-document.',
  },
  {
    id: 'F-28',
    kind: 'different',
    here: '`managedFields` of nodes name the kubelet alone',
    there: 'kubeadm and the controller manager own labels, `podCIDR` and taints',
    why: 'nobody joins a node here',
    sentence: 'The managedFields of a node name the kubelet alone here.',
  },
  {
    id: 'F-40',
    kind: 'refused',
    here: "TLS, UDP sockets, SQL in `postgres:17`, agnhost's subcommands other than `netexec`, `serve-hostname` and `pause`, nginx directives that nothing here needs: the program says so and fails",
    why: 'programs are simulated as far as labs go',
    sentence:
      'Programs speak plain HTTP and TCP here: no TLS, no UDP, no SQL. Use a real cluster for these: --engine kind.',
  },
  {
    id: 'F-41',
    kind: 'different',
    here: 'NetworkPolicies are enforced, at once, for new connections',
    there:
      'only where the network plug-in does so; the plug-in of our bundled real cluster does not, so that cluster cannot prove them',
    why: 'a policy that nothing enforces teaches something false',
    sentence: 'NetworkPolicies are enforced here at once; on a real cluster it depends on the network plug-in.',
    metBy: { object: ({ kind }) => kind === 'NetworkPolicy' },
  },
  {
    id: 'F-42',
    kind: 'different',
    here: 'a grpc probe never succeeds',
    there: 'it does with a server that speaks the health protocol of gRPC',
    why: 'no program here speaks HTTP/2',
    sentence:
      'A grpc probe fails here, as no program speaks gRPC. Use an httpGet, tcpSocket or exec probe, or a real cluster: --engine kind.',
    metBy: { podSpec: hasGrpcProbe },
  },
  {
    id: 'F-43',
    kind: 'different',
    here: 'kube-proxy follows the EndpointSlices at once',
    there: 'up to a second later',
    why: 'the API is read when a connection is made',
    sentence: 'A Service sends connections to its new Pods at once here; a real kube-proxy may need a second.',
  },
  {
    id: 'F-44',
    kind: 'different',
    here: 'the network takes no time and loses nothing, unless the cluster is made with other conditions',
    there: 'fractions of a millisecond',
    why: 'the same seed gives the same bytes',
    sentence: 'The network takes no time here.',
  },
  {
    id: 'F-45',
    kind: 'different',
    here: 'names and addresses outside the cluster: `NXDOMAIN`, and silence',
    there: 'the resolver of the node and the Internet',
    why: 'nothing here leaves the machine',
    sentence: 'Nothing outside the cluster can be reached from here.',
  },
  {
    id: 'F-46',
    kind: 'different',
    here: '`busybox:1.37` has no `nc -z` and `nc -v`',
    there: 'builds of the image differ in this',
    why: 'the build that was recorded had neither',
    sentence:
      'The program nc knows neither -z nor -v here, as in some builds of busybox; wget or nc with -w tell whether a port is open.',
  },
];

function hasGrpcProbe(spec: PodSpec): boolean {
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])].some(
    ({ livenessProbe, readinessProbe, startupProbe }) =>
      [livenessProbe, readinessProbe, startupProbe].some((probe) => probe !== undefined && 'grpc' in probe),
  );
}
