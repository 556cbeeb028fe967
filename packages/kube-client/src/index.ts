export { type KubeTransport, type MessageStream, TransportError, type TransportRequest } from './transport.ts';
