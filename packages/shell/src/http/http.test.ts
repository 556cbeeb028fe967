import { describe, expect, it } from 'vitest';
import { httpDate } from './message.ts';
import { HttpSyntaxError, RequestParser, ResponseParser } from './parser.ts';
import { parseHttpUrl, resolveLocation } from './url.ts';

describe('HTTP', () => {
  it('writes dates as servers do', () => {
    expect(httpDate(1_795_719_977_000)).toBe('Thu, 26 Nov 2026 19:06:17 GMT');
  });

  it('takes requests out of bytes as they come, one after the other', () => {
    const parser = new RequestParser();
    parser.push('POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab');
    expect(parser.next()).toBeUndefined();
    parser.push('cGET / HTTP/1.0\r\n\r\n');
    expect(parser.next()).toMatchObject({ method: 'POST', target: '/a?b', body: 'abc' });
    expect(parser.next()).toMatchObject({ method: 'GET', version: 'HTTP/1.0', body: '' });
    parser.push('hello\r\n');
    expect(() => parser.next()).toThrow(HttpSyntaxError);
  });

  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', false, 'ok'],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n', false, 'ok'],
    ['the end of the connection', 'HTTP/1.0 500 Oops\n\nok', true, 'ok'],
    ['nothing yet', 'HTTP/1.0 500 Oops\n\nok', false, undefined],
  ])('knows the end of an answer by %s', (_how, text, hasEnded, body) => {
    const parser = new ResponseParser('GET');
    parser.push(text);
    if (hasEnded) parser.end();
    expect(parser.whole()?.body).toBe(body);
  });

  it('takes URLs apart and follows locations', () => {
    const url = parseHttpUrl('http://web:8080/a/b?c');
    expect(url).toEqual({ scheme: 'http', host: 'web', port: 8080, authority: 'web:8080', target: '/a/b?c' });
    expect(parseHttpUrl('web')).toMatchObject({ host: 'web', port: 80, target: '/' });
    expect(url && resolveLocation(url, 'd')).toMatchObject({ target: '/a/d', host: 'web' });
    expect(url && resolveLocation(url, 'http://x/')).toMatchObject({ host: 'x', port: 80 });
  });
});
