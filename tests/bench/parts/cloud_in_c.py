# SPDX-License-Identifier: GPL-2.0-or-later
"""A cloud whose parts are all programs in C: nginx answers the API by TLS, always the same, and is the
TLS front of QEMU's websocket. It checks no signature; the stand-in cloud of the tests does."""

from urllib.parse import quote

from lib.peers import _Tunnel
from lib.ports import Port
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET, REGION

CONFIG = """\
daemon off;
user root;
master_process off;
pid {home}/pid;
error_log {home}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {cert};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / {{
      default_type application/json;
      return 200 '{{"RequestId":"4C7B1E0E-0000-0000-0000-000000000000","VncUrl":"{url}"}}';
    }}
    location /websockify/ {{
      rewrite ^ /? break;
      proxy_pass http://127.0.0.1:{target};
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection upgrade;
      proxy_set_header Host $host;
      proxy_read_timeout 300s;
      proxy_buffering off;
    }}
  }}
}}
"""


class CloudInC(_Tunnel):
    instance = INSTANCE

    def __init__(self, directory, target_port, certs):
        self._port, self._ca = Port(), certs.ca
        self.port = int(self._port)
        home = directory / "nginx"
        home.mkdir()
        url = quote(f"wss://127.0.0.1:{self.port}/websockify/?s=abc", safe="")
        (home / "nginx.conf").write_text(CONFIG.format(
            home=home, port=self.port, target=target_port, url=url, cert=certs.right.cert,
            key=certs.right.key))
        self._run(["nginx", "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log"], home,
                  "nginx")

    def args(self):
        return ["--endpoint", f"https://127.0.0.1:{self.port}", "--region", REGION,
                "--ca-file", str(self._ca), "--console-hosts", "127.0.0.1"]

    @staticmethod
    def env():
        return {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY_SECRET}
