import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** Calls `onLine` for every whole line that a socket brings. A longer line than `longest` characters ends the socket. */
export function readLines(socket: Socket, onLine: (line: string) => void, longest = Infinity): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
    if (rest.length > longest) socket.destroy();
  });
}
