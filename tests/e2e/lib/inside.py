# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernel tells about a process: its words, its open files, its memory, its confinement.

Ours are not dumpable, so only who has CAP_SYS_PTRACE may look; words(), files() and memory() raise
PermissionError for anybody else. A test that looks is skipped then, aloud: see may_look().
"""

import os
import struct
from pathlib import Path


CAP_SYS_PTRACE = 19
NO_SIGHT = "only root (CAP_SYS_PTRACE) may look into a process that is not dumpable"


def may_look():
    return bool(int(status("self")["CapEff"], 16) >> CAP_SYS_PTRACE & 1)


def words(pid):
    """Command line and environment as bytes; empty for a process that has just ended."""
    found = b""
    for name in ("cmdline", "environ"):
        try:
            found += Path(f"/proc/{pid}/{name}").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def files(pid):
    """{descriptor: what it is}, numbers of sockets and the like cut off."""
    return {int(fd): os.readlink(f"/proc/{pid}/fd/{fd}").partition("[")[0]
            for fd in os.listdir(f"/proc/{pid}/fd")}


def memory(pid):
    """All that it has to itself and can write: stacks, heap, variables."""
    found = b""
    with open(f"/proc/{pid}/mem", "rb") as memory_file:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            if rights[:2] != "rw" or rights[3] != "p":
                continue
            begin, end = (int(at, 16) for at in place.split("-"))
            memory_file.seek(begin)
            found += memory_file.read(end - begin)
    return found


def layout(pid):
    """Where things begin in its memory: {what is mapped there first: address}."""
    found = {}
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        place, *_, what = line.split()
        if what.startswith("/") or what == "[stack]":
            found.setdefault(what, int(place.partition("-")[0], 16))
    return found


AT_RANDOM = 25


def random_bytes(pid):
    """The 16 that the kernel gave it when its program began; the C library takes the stack's canary
    from them."""
    words_of_it = Path(f"/proc/{pid}/auxv").read_bytes()
    size = 2 * struct.calcsize("N")
    pairs = dict(struct.unpack("NN", words_of_it[at:at + size])
                 for at in range(0, len(words_of_it), size))
    with open(f"/proc/{pid}/mem", "rb") as memory_file:
        memory_file.seek(pairs[AT_RANDOM])
        return memory_file.read(16)


def name(pid):
    return Path(f"/proc/{pid}/comm").read_bytes().strip()


def status(pid):
    """{"Seccomp": "2", …}"""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
