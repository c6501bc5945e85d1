# SPDX-License-Identifier: GPL-2.0-or-later
"""Names with addresses of the test's own, and addresses that answer nothing."""

import os
import secrets
import socket
import subprocess

import pytest

from .viewer import command

SETTLE_SECONDS = 0.3


def knowing(directory, **hosts):
    """The words that start the viewer where "a_b" (as a.b) has the addresses hosts["a_b"]."""
    lines = [f"{address} {name.replace('_', '.')}" for name, addresses in hosts.items()
             for address in addresses]
    path = directory / f"hosts-{secrets.token_hex(4)}"
    path.write_text("\n".join(["127.0.0.1 localhost", *lines]) + "\n")
    inside = ["unshare", "--mount"] + (["--map-root-user"] if os.geteuid() else [])
    if subprocess.run([*inside, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        pytest.skip("no mount namespace here, so no /etc/hosts of our own")
    return [*inside, "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', path, *command()]


class Dead:
    """Context manager: a port that is neither open nor closed. Its queue is full, so the kernel drops
    who asks, as a firewall does."""

    def __init__(self, host, port):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._sockets = [socket.create_server((host, port), family=family, backlog=0)]
        try:
            while True:
                self._sockets.append(socket.socket(family))
                self._sockets[-1].settimeout(SETTLE_SECONDS)
                self._sockets[-1].connect((host, port))
        except TimeoutError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sock in self._sockets:
            sock.close()
