# SPDX-License-Identifier: GPL-2.0-or-later
"""Real VNC servers and tunnels that other people wrote, each ready when its constructor returns."""

import secrets
from pathlib import Path

from . import guest_picture, vncauth
from .display import Xvfb, XServer
from .ports import Port, accepts
from .process import Child, wait_until

START_SECONDS = 30
PAINT_SECONDS = 20


class _Painted:
    """An X server whose root shows a still picture."""

    def paint(self, seed=0, width=None, height=None):
        """Shows the guest's picture in the root window; returns it as a Picture."""
        shot = self.screenshot()
        return self.show(guest_picture.picture(width or shot.width, height or shot.height, seed))

    def show(self, picture):
        """The same with any Picture."""
        path = self.directory / f"root-{secrets.token_hex(4)}.png"
        picture.save(path)
        # The root window's background: it stays when the program has ended.
        self.start(["display", "-window", "root", path], "display")
        wait_until(lambda: self.screenshot() == picture, PAINT_SECONDS, "picture on the root")
        return picture


class Xvnc(XServer, _Painted):
    """TigerVNC's server. `port`; screenshot() is the reference.

    password    None: security type None; else VncAuth
    extra       more arguments, such as "-AcceptSetDesktopSize=0"
    """

    def __init__(self, directory, width=1280, height=800, password=None, extra=()):
        self._port = Port()
        self.port = int(self._port)
        argv = ["Xtigervnc", "-geometry", f"{width}x{height}", "-depth", "24", "-localhost=1",
                "-rfbport", self.port, "-UseBlacklist=0", "-AlwaysShared", *extra]
        if password is None:
            argv += ["-SecurityTypes", "None"]
        else:
            argv += ["-SecurityTypes", "VncAuth",
                     "-PasswordFile", _password_file(directory, password)]
        try:
            super().__init__(argv, directory, "xvnc")
            wait_until(lambda: self._server.check() or accepts(self.port), START_SECONDS,
                       "Xvnc port")
        except BaseException:
            self.close()
            raise

    def close(self):
        super().close()
        self._port.close()


class X11vnc:
    """x11vnc beside an Xvfb of its own: `screen`, `port`; paint() and screenshot() are of that."""

    class Screen(Xvfb, _Painted):
        pass

    def __init__(self, directory, width=1280, height=800, password=None, extra=()):
        self.screen = self.Screen(directory, width, height)
        self._port = Port()
        self.port = int(self._port)
        self.paint, self.show = self.screen.paint, self.screen.show
        self.screenshot = self.screen.screenshot
        argv = ["x11vnc", "-display", self.screen.display, "-rfbport", self.port, "-localhost",
                "-no6", "-forever", "-shared", "-noxdamage", "-nocursor", "-norc", *extra]
        if password is not None:
            argv += ["-rfbauth", _password_file(directory, password)]
        else:
            argv += ["-nopw"]
        try:
            self._child = self.screen.start(argv, "x11vnc")
            wait_until(lambda: self._child.check() or accepts(self.port), START_SECONDS,
                       "x11vnc port")
        except BaseException:
            self.close()
            raise

    def log(self):
        return self._child.stdout() + self._child.stderr()

    def close(self):
        self.screen.close()
        self._port.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class _Tunnel:
    """A server process on a leased port; url is what the viewer gets."""

    def _run(self, argv, directory, name):
        self._child = Child(argv, directory, f"{name}-{secrets.token_hex(4)}")
        try:
            wait_until(lambda: self._child.check() or accepts(self.port), START_SECONDS,
                       f"{name} port")
        except BaseException:
            self.close()
            raise

    @property
    def pid(self):
        return self._child.pid

    def log(self):
        return self._child.stdout() + self._child.stderr()

    def close(self):
        self._child.stop()
        self._port.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Websockify(_Tunnel):
    """Debian's websockify in front of a TCP port; TLS when a certs.Pair is given."""

    def __init__(self, directory, target_port, pair=None):
        self._port = Port()
        self.port = int(self._port)
        self.url = f"{'wss' if pair else 'ws'}://127.0.0.1:{self.port}/websockify?token=t"
        tls = ["--cert", pair.cert, "--key", pair.key, "--ssl-only"] if pair else []
        self._run(["websockify", *tls, f"127.0.0.1:{self.port}", f"127.0.0.1:{target_port}"],
                  directory, "websockify")


class Nginx(_Tunnel):
    """nginx as the TLS front of a plain websocket server.

    protocols   such as "TLSv1.3"
    target_path asked for instead of the client's: QEMU's own websocket server wants "/"
    """

    def __init__(self, directory, target_port, pair, protocols="TLSv1.2 TLSv1.3",
                 target_path=None):
        self._port = Port()
        self.port = int(self._port)
        self.url = f"wss://127.0.0.1:{self.port}/websockify/?s=abc%2Bd"
        home = Path(directory) / f"nginx-{secrets.token_hex(4)}"
        home.mkdir()
        config = home / "nginx.conf"
        rewrite = f"rewrite ^ {target_path}? break;" if target_path else ""
        config.write_text(_NGINX.format(home=home, port=self.port, cert=pair.cert, key=pair.key,
                                        protocols=protocols, rewrite=rewrite,
                                        target=target_port))
        self._run(["nginx", "-p", home, "-c", config, "-e", home / "error.log"], home, "nginx")


_NGINX = """\
daemon off;
user root;
master_process off;
pid {home}/pid;
error_log {home}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log {home}/access.log;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {cert};
    ssl_certificate_key {key};
    ssl_protocols {protocols};
    location / {{
      {rewrite}
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


def _password_file(directory, password):
    path = Path(directory) / f"vnc-password-{secrets.token_hex(4)}"
    path.write_bytes(vncauth.password_file(password))
    path.chmod(0o600)
    return path
