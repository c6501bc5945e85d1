# SPDX-License-Identifier: GPL-2.0-or-later
"""TCP ports for servers that cannot choose one themselves.

A leased port is marked by an abstract unix socket, which every test process of this machine sees
and the kernel removes with its owner; it is below the range of the kernel's client ports.
"""

import errno
import os
import random
import socket

FIRST, LAST = 15000, 29999


class Port:
    """Context manager; int(port) is the number. Nobody else who asks here gets it meanwhile."""

    def __init__(self):
        dice = random.Random(os.urandom(8))
        for _ in range(500):
            number = dice.randint(FIRST, LAST)
            mark = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                mark.bind(f"\0ecsview-test-port-{number}")
                if _is_free(number):
                    self._mark, self.number = mark, number
                    return
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            mark.close()
        raise RuntimeError("no free TCP port")

    def __int__(self):
        return self.number

    def __str__(self):
        return str(self.number)

    def close(self):
        self._mark.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _is_free(number):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def accepts(number, host="127.0.0.1"):
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, number)) == 0
