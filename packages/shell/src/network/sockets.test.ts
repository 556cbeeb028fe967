import { describe, expect, it } from 'vitest';
import { runScript } from '../testing/container-run.ts';

/** As recorded from busybox 1.37 in a Pod. */
describe('sockets within a container', () => {
  it.each([
    [
      'a client and a server',
      'nc -l -p 9000 > got & sleep 1; echo hello | nc -w 1 127.0.0.1 9000; echo $?; cat got',
      '0\nhello\n',
    ],
    ['a program behind a port', 'nc -l -p 9001 -e echo hi & sleep 1; nc 127.0.0.1 9001; echo $?', 'hi\n0\n'],
    [
      'one for many',
      'nc -ll -p 9002 -e cat & sleep 1; for i in a b; do echo $i | nc -w 1 127.0.0.1 9002; done; killall nc',
      'a\nb\n',
    ],
    [
      'a port that is taken',
      'nc -l -p 9004 > /dev/null & sleep 1; nc -l -p 9004; echo $?; killall nc',
      'nc: bind: Address already in use\n1\n',
    ],
    [
      'nobody there',
      'nc 127.0.0.1 9; echo $?; nc -w 1 -l -p 9006; echo $?',
      "nc: can't connect to remote host (127.0.0.1): Connection refused\n1\nnc: timed out\n1\n",
    ],
    [
      'an unknown option',
      'nc -zv web 80 2>&1 | head -2; nc -z x 1 >/dev/null 2>&1; echo $?',
      "nc: invalid option -- 'z'\nBusyBox v1.37.0 (Debian 1:1.37.0-6+b9) multi-call binary.\n1\n",
    ],
    [
      'httpd',
      'mkdir www; echo hello > www/index.html; httpd -f -p 8081 -h www & sleep 1; wget -O- http://127.0.0.1:8081/; wget -qO- localhost:8081/nope; echo $?; httpd -f -p 8081; echo $?; kill %1',
      'Connecting to 127.0.0.1:8081 (127.0.0.1:8081)\nwriting to stdout\nhello\n' +
        '-                    100% |********************************|     6  0:00:00 ETA\nwritten to stdout\n' +
        'wget: server returned error: HTTP/1.1 404 Not Found\n1\nhttpd: bind: Address already in use\n1\n',
    ],
    [
      'CGI programs',
      'mkdir -p cgi-bin; printf \'#!/bin/sh\\necho "Content-Type: text/plain"; echo; echo "hi $REQUEST_METHOD $QUERY_STRING"\\n\' > cgi-bin/a; chmod +x cgi-bin/a; httpd -f -p 8086 & sleep 1; wget -S -qO- "localhost:8086/cgi-bin/a?x=1"; kill %1',
      '  HTTP/1.1 200 OK\n  Content-Type: text/plain\n  \nhi GET x=1\n',
    ],
    [
      'what wget sends',
      "nc -lp 9105 -e sh -c 'cat >&2' & sleep 1; wget -T 1 -qO- --post-data 'a=1' --header 'X-A: b' localhost:9105/p?q; killall nc sh 2>/dev/null",
      'POST /p?q HTTP/1.1\r\nHost: localhost:9105\r\nUser-Agent: Wget\r\nConnection: close\r\nX-A: b\r\n' +
        'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1wget: download timed out\n',
    ],
    [
      'a server error',
      'nc -lp 9104 -e sh -c \'echo -e "HTTP/1.1 500 Oops\\r\\n\\r\\nbad"\' & sleep 1; wget -qO- localhost:9104; echo $?',
      'wget: server returned error: HTTP/1.1 500 Oops\n1\n',
    ],
    [
      'no network beyond',
      'wget -qO- http://10.0.0.1; echo $?',
      "wget: can't connect to remote host (10.0.0.1): Network is unreachable\n1\n",
    ],
  ])('have %s', (_about, script, output) => {
    const run = runScript(`cd /tmp; exec 2>&1; ${script}`);
    expect(run.stdout).toBe(output);
  });

  it('break a connection off whose server is killed, and end one whose server ends', () => {
    const client = 'echo x | nc 127.0.0.1 9010; echo "end $?"';
    const run = runScript(`nc -l -p 9010 -e sleep 50 & sleep 1; (sleep 3; killall -9 sleep) & ${client}`);
    expect(run.stdout).toContain('end 1');
    expect(run.stderr).toContain('nc: read error: Connection reset by peer');
  });
});
