# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernel tells about a process: its words, its open files, its confinement."""

import os
from pathlib import Path


def words(pid):
    """Command line and environment as bytes; empty for a process that has just ended."""
    found = b""
    for name in ("cmdline", "environ"):
        try:
            found += Path(f"/proc/{pid}/{name}").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            pass  # PermissionError: not even we may look, which is as good
    return found


def files(pid):
    """{descriptor: what it is}, numbers of sockets and the like cut off; None: we may not look."""
    try:
        return {int(fd): os.readlink(f"/proc/{pid}/fd/{fd}").partition("[")[0]
                for fd in os.listdir(f"/proc/{pid}/fd")}
    except PermissionError:
        return None


def status(pid):
    """{"Seccomp": "2", …}"""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
