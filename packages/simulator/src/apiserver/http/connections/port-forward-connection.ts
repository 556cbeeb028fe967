import { encodeUtf8 } from '@podlab/apimachinery';
import type { ApiConnection, ForwardedConnection, PortForwardSession } from '../../exchange.ts';
import {
  decodePortForward,
  encodePortForward,
  portForwardProtocol,
  type PortForwardMessage,
} from './port-forward-messages.ts';

/** All forwarded connections of one client on one connection to the API server. */
export function connectPortForward(session: PortForwardSession): ApiConnection {
  const connections = new Map<number, ForwardedConnection>();
  const early: Uint8Array[] = [];
  let hear = (message: Uint8Array): unknown => early.push(message);
  const tell = (message: PortForwardMessage) => void hear(encodePortForward(message));

  const connect = (id: number, port: number) => {
    if (connections.has(id)) return;
    let isOver = false;
    const connection = session.connect(port, {
      data: (content) => tell({ kind: 'data', id, content }),
      end: () => tell({ kind: 'end', id }),
      closed: (error = '') => {
        isOver = true;
        connections.delete(id);
        tell({ kind: 'closed', id, content: encodeUtf8(error) });
      },
    });
    if (!isOver) connections.set(id, connection);
  };

  return {
    protocol: portForwardProtocol,
    receive(bytes) {
      const message = decodePortForward(bytes);
      if (message?.kind === 'connect') connect(message.id, message.port);
      else if (message?.kind === 'data') connections.get(message.id)?.write(message.content);
      else if (message?.kind === 'end') connections.get(message.id)?.end();
      else if (message) {
        connections.get(message.id)?.close();
        connections.delete(message.id);
      }
    },
    clientClosed() {
      for (const connection of connections.values()) connection.close();
      connections.clear();
    },
    subscribe(sink) {
      hear = (message) => sink.message(message);
      for (const message of early.splice(0)) sink.message(message);
    },
  };
}
