import { encodeUtf8 } from '@podlab/apimachinery';

/** A port of Endpoints or of an EndpointSlice. */
interface Port {
  readonly name?: string;
  readonly port?: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
}

const offset = 0x6c62272e07bb014262b821756295c58dn;
const prime = 0x1000000000000000000013bn;

/**
 * Ports in the order in which EndpointSlices keep them: that of their hashes.
 * @see k8s.io/endpointslice/util/controller_utils.go `portsInOrder` (v1.36)
 */
export function inSliceOrder<P extends Port>(ports: readonly P[]): readonly P[] {
  return byHash(
    ports,
    ({ name = '', port, protocol, appProtocol = '<nil>' }) =>
      `Name:(*string)${name} Protocol:(*v1.Protocol)${protocol} Port:(*int32)${port} AppProtocol:(*string)${appProtocol}`,
  );
}

/** The same of Endpoints. @see pkg/api/v1/endpoints/util.go `portsByHash` (v1.36) */
export function inEndpointsOrder<P extends Port>(ports: readonly P[]): readonly P[] {
  return byHash(
    ports,
    ({ name = '', port, protocol, appProtocol = '<nil>' }) =>
      `Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} AppProtocol:(*string)${appProtocol}`,
  );
}

/** @param dump the fields of a port as Go's spew prints them */
function byHash<P>(ports: readonly P[], dump: (port: P) => string): readonly P[] {
  if (ports.length < 2) return ports;
  const hashed = ports.map((port) => ({ port, hash: fnv1a128(`(v1.EndpointPort){${dump(port)}}`) }));
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ port }) => port);
}

function fnv1a128(text: string): bigint {
  return encodeUtf8(text).reduce((hash, byte) => BigInt.asUintN(128, (hash ^ BigInt(byte)) * prime), offset);
}
