import type { ApiConnection } from '@podlab/simulator';
import type { WebSocket } from 'ws';
import { maxUnreadBytes } from '../write-response.ts';
import { joinPortForward, spdyPortForwardProtocol } from './spdy-port-forward.ts';

/** SPDY/3.1 within the binary messages of a WebSocket, as kubectl from 1.31 on forwards ports. */
export const tunnelProtocol = `SPDY/3.1+${spdyPortForwardProtocol}`;

/** Joins a Pod's ports with a client at the other end of a tunnel. */
export function joinTunnel(webSocket: WebSocket, session: ApiConnection): void {
  const spdy = joinPortForward(session, new URLSearchParams(), {
    write(bytes) {
      webSocket.send(bytes);
      if (webSocket.bufferedAmount > maxUnreadBytes) webSocket.terminate();
    },
    end: () => webSocket.close(1000),
    destroy: () => webSocket.terminate(),
  });
  webSocket.on('message', (data: Buffer) => spdy.receive(data));
  // Followed by `close`, which says it all.
  webSocket.on('error', () => undefined);
  webSocket.on('close', () => spdy.close());
}
