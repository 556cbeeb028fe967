import { decodeUtf8, encodeUtf8 } from '@podlab/apimachinery';
import type { ApiResponse, ApiStream } from '../exchange.ts';
import { shiftTime } from '../schema/shift-times.ts';

/** Log lines that begin with their time, with that time moved. @param byMs whole seconds, in milliseconds */
export function shiftLogTimes(body: ApiResponse['body'], byMs: number): ApiResponse['body'] {
  if (byMs === 0) return body;
  if (typeof body === 'string') return shiftLines(body, byMs);
  if (body instanceof Uint8Array) return encodeUtf8(shiftLines(decodeUtf8(body), byMs));
  return { subscribe: (sink) => body.subscribe(lineShifter(sink, byMs)) };
}

function shiftLines(text: string, byMs: number): string {
  return text.replace(/^(\d{4}-\d\d-\d\dT\S+Z)(?= )/gm, (time) => shiftTime(time, byMs));
}

/** Holds back what is not yet a whole line. */
function lineShifter(sink: Parameters<ApiStream['subscribe']>[0], byMs: number): typeof sink {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    write: (chunk) => {
      const text = rest + decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      if (end > 0) sink.write(encodeUtf8(shiftLines(text.slice(0, end), byMs)));
    },
    end: () => {
      if (rest !== '') sink.write(encodeUtf8(shiftLines(rest, byMs)));
      sink.end();
    },
  };
}
