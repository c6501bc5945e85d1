# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast `ecsview type` types a script, from exec to the end: in the closed loop, and at the fixed
pace that is used where nothing shows. ecsview alone: the others cannot. A run that loses a key is none.
"""

import os
import time
from pathlib import Path

from lib import typed
from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer

SCRIPT = """#!/bin/sh
# sets up the address by hand, for there is no network yet
ip address add 192.168.10.20/24 dev eth0 && ip link set eth0 up
ip route add default via 192.168.10.1
echo nameserver 192.168.10.2 > /etc/resolv.conf
for name in console kiosk; do systemctl restart "$name"; done
"""
GUESTS = {"a guest that takes keys at once": ("key-delay-ms=0", False),
          "plain QEMU: a key event in 10 ms": ("", False),
          "the same, stalls of 300 ms": ("", True)}


def rate(guest, directory, text, *options):
    since, began = guest.serial.mark(), time.monotonic()
    with Viewer(directory, "type", *options, f"vnc://127.0.0.1:{guest.port}",
                stdin=text.encode()) as viewer:
        assert viewer.wait_exit(600) == 0, viewer.stderr()
        took = time.monotonic() - began

    def arrived():
        return typed.read(guest.serial.since(since, "key"))
    wait_until(lambda: not arrived()[1] or len(arrived()[0]) < len(text), 30, "keys that are up")
    return len(text) / took if arrived()[0] == text else float("nan")


def measure(told, directory):
    part = told.part("paste", "Characters typed a second", ["watched", "fixed"], ["ecsview"])
    text = SCRIPT * (1 if told.quick else 2)
    for name, (vnc, stalls) in GUESTS.items():
        with Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory, vnc=vnc) as guest:
            guest.terminal(stalls=stalls)
            part.add(name, {"ecsview": {"watched": rate(guest, directory, text),
                                        "fixed": rate(guest, directory, SCRIPT, "--no-echo")}})
