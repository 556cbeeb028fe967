import { nginxProgram } from '#programs';
import { createRandom, newHexId } from '@podlab/apimachinery';
import { installBusybox } from '@podlab/shell';
import type { Image } from './image.ts';

/** nginx in the two versions that rollouts go between. */
export const nginxImages: readonly Image[] = [nginxImage('1.28', '1.28.0'), nginxImage('1.29', '1.29.3')];

function nginxImage(tag: string, version: string): Image {
  return {
    name: `docker.io/library/nginx:${tag}`,
    id: `sha256:${newHexId(createRandom(`nginx:${tag}`))}`,
    sizeBytes: 11_992_071,
    entrypoint: ['/docker-entrypoint.sh'],
    command: ['nginx', '-g', 'daemon off;'],
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', NGINX_VERSION: version },
    workingDirectory: '/',
    user: { uid: 0, gid: 0 },
    stopSignal: 'QUIT',
    fill: (files) => {
      installBusybox(files);
      files.addProgram('/usr/sbin/nginx', nginxProgram(version));
      files.writeFile('/etc/nginx/nginx.conf', nginxConf);
      files.writeFile('/etc/nginx/conf.d/default.conf', defaultConf);
      files.writeFile('/etc/nginx/mime.types', 'types {\n    text/html html htm;\n}\n');
      files.writeFile('/usr/share/nginx/html/index.html', indexPage);
      files.makeDirectory('/var/cache/nginx');
      files.makeDirectory('/run');
      files.makeLink('/var/run', '/run');
      files.makeLink('/var/log/nginx/access.log', '/dev/stdout');
      files.makeLink('/var/log/nginx/error.log', '/dev/stderr');
      files.writeFile('/docker-entrypoint.sh', '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    },
  };
}

const nginxConf = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

const defaultConf = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
}
`;

const indexPage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;
