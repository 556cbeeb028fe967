import { type HttpResponse, httpDate, type ProcessContext, reasonOf } from '@podlab/shell';

/** An answer as Go's `net/http` gives it for a plain text. */
export function goTextReply(process: ProcessContext, status: number, body: string): HttpResponse {
  return {
    version: 'HTTP/1.1',
    status,
    reason: reasonOf(status),
    headers: [
      ['Date', httpDate(process.nowMs())],
      ['Content-Length', String(body.length)],
      ['Content-Type', 'text/plain; charset=utf-8'],
    ],
    body,
  };
}
