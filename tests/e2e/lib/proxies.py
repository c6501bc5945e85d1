# SPDX-License-Identifier: GPL-2.0-or-later
"""Real proxies that other people wrote, each ready when its constructor returns. `port`, `url()`."""

import secrets

from .certs import Pair
from .ports import Port, accepts
from .process import Child, wait_until

START_SECONDS = 20


class _Proxy:
    scheme = "http"

    def __init__(self, argv, directory, name):
        """`argv`: function of the port."""
        self._port = Port()
        self.port = int(self._port)
        self._child = Child(argv(self.port), directory, f"{name}-{secrets.token_hex(4)}")
        try:
            wait_until(lambda: self._child.check() or accepts(self.port), START_SECONDS,
                       f"port of {name}")
        except BaseException:
            self.close()
            raise

    def url(self, login=None, scheme=None, host="127.0.0.1"):
        return f"{scheme or self.scheme}://{login + '@' if login else ''}{host}:{self.port}"

    def stderr(self):
        return self._child.stderr()

    def close(self):
        self._child.stop()
        self._port.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _written(directory, name, *lines):
    path = directory / f"{name}-{secrets.token_hex(4)}.conf"
    path.write_text("\n".join(lines) + "\n")
    path.chmod(0o600)
    return path


class Tinyproxy(_Proxy):
    """HTTP. `login` "user:password"; `upstream` another HTTP proxy that it goes by."""

    def __init__(self, directory, login=None, upstream=None):
        lines = ["Listen 127.0.0.1", "Timeout 60", "LogLevel Connect",
                 f'LogFile "{directory}/tinyproxy-{secrets.token_hex(4)}.log"']
        if login:
            lines.append("BasicAuth " + login.replace(":", " "))
        if upstream:
            lines.append(f"Upstream http 127.0.0.1:{upstream.port}")
        super().__init__(lambda port: ["tinyproxy", "-d", "-c", _written(
            directory, "tinyproxy", f"Port {port}", *lines)], directory, "tinyproxy")


class Microsocks(_Proxy):
    """SOCKS5. `login` "user:password"."""

    scheme = "socks5h"

    def __init__(self, directory, login=None):
        user, _, password = (login or "").partition(":")
        words = ["-u", user, "-P", password] if login else []
        super().__init__(lambda port: ["microsocks", "-i", "127.0.0.1", "-p", port, *words],
                         directory, "microsocks")


class TlsFront(_Proxy):
    """stunnel: TLS with the certs.Pair in front of another proxy, which is an https:// proxy then."""

    scheme = "https"

    def __init__(self, directory, proxy, pair: Pair):
        super().__init__(lambda port: ["stunnel4", _written(
            directory, "stunnel", "foreground = yes", "pid =", "syslog = no", "[proxy]",
            f"accept = 127.0.0.1:{port}", f"connect = 127.0.0.1:{proxy.port}",
            f"cert = {pair.cert}", f"key = {pair.key}")], directory, "stunnel")
