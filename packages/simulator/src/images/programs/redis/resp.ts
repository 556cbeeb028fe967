/** A value of the RESP protocol, version 2. */
export type RespReply =
  | { readonly ok: string }
  | { readonly error: string }
  | { readonly integer: number }
  | { readonly text: string | undefined }
  | { readonly list: readonly RespReply[] };

/** A value as it is sent. */
export function formatReply(reply: RespReply): string {
  if ('ok' in reply) return `+${reply.ok}\r\n`;
  if ('error' in reply) return `-${reply.error}\r\n`;
  if ('integer' in reply) return `:${reply.integer}\r\n`;
  if ('list' in reply) return `*${reply.list.length}\r\n${reply.list.map(formatReply).join('')}`;
  return reply.text === undefined ? '$-1\r\n' : `$${reply.text.length}\r\n${reply.text}\r\n`;
}

/** A command as a client sends it. */
export function formatCommand(words: readonly string[]): string {
  return formatReply({ list: words.map((text) => ({ text })) });
}

/** Takes values out of bytes as they come; a line that is none is an inline command. */
export class RespParser {
  #buffer = '';

  push(bytes: string): void {
    this.#buffer += bytes;
  }

  /** The next command: an array of strings, or a line of words. */
  nextCommand(): readonly string[] | undefined {
    if (this.#buffer !== '' && !this.#buffer.startsWith('*')) {
      const end = this.#buffer.indexOf('\n');
      if (end < 0) return undefined;
      const line = this.#buffer.slice(0, end).trim();
      this.#buffer = this.#buffer.slice(end + 1);
      return line === '' ? this.nextCommand() : line.split(/\s+/);
    }
    const reply = this.nextReply();
    return reply && 'list' in reply ? reply.list.map((word) => ('text' in word ? (word.text ?? '') : '')) : undefined;
  }

  nextReply(): RespReply | undefined {
    const parsed = parseAt(this.#buffer, 0);
    if (parsed) this.#buffer = this.#buffer.slice(parsed.end);
    return parsed?.reply;
  }
}

function parseAt(buffer: string, start: number): { readonly reply: RespReply; readonly end: number } | undefined {
  const lineEnd = buffer.indexOf('\r\n', start);
  if (lineEnd < 0) return undefined;
  const rest = buffer.slice(start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (buffer[start]) {
    case '+':
      return { reply: { ok: rest }, end };
    case '-':
      return { reply: { error: rest }, end };
    case ':':
      return { reply: { integer: Number(rest) }, end };
    case '$': {
      const length = Number(rest);
      if (length < 0) return { reply: { text: undefined }, end };
      if (buffer.length < end + length + 2) return undefined;
      return { reply: { text: buffer.slice(end, end + length) }, end: end + length + 2 };
    }
    case '*': {
      const list: RespReply[] = [];
      let at = end;
      for (let index = 0; index < Number(rest); index += 1) {
        const item = parseAt(buffer, at);
        if (!item) return undefined;
        list.push(item.reply);
        at = item.end;
      }
      return { reply: { list }, end: at };
    }
    default:
      return { reply: { error: `ERR Protocol error: ${rest}` }, end };
  }
}
