# SPDX-License-Identifier: GPL-2.0-or-later
"""A command with torture_shim.c loaded before it: which places there are where a call of the C library
can fail, and what comes of it when one does."""

import os
import shutil
import struct
import subprocess
from pathlib import Path

from .process import PATIENCE
from .viewer import command

SOURCE = Path(__file__).with_name("torture_shim.c")
HEAD, PLACE = struct.Struct("=QQ"), struct.Struct("=QI20s20s4x")
HANGS_AFTER = 60


def build(directory):
    shim = Path(directory) / "torture.so"
    subprocess.run(["gcc", "-std=gnu17", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared",
                    SOURCE, "-o", shim, "-ldl"], check=True)
    return shim


class Torture:
    """shot() of an instance of the stand-in cloud, each time as if it were the first time."""

    def __init__(self, directory, sim):
        self.directory, self.sim = Path(directory), sim
        self.shim = build(directory)
        self.places_file = self.directory / "torture.so.places"
        self.picture = self.directory / "shot.png"
        self.runtime = self.directory / "runtime"

    def shot(self, fails=None):
        """(exit code, standard error) of one; below zero: a signal; None: it hangs."""
        shutil.rmtree(self.runtime, ignore_errors=True)
        self.runtime.mkdir(mode=0o700)
        self.picture.unlink(missing_ok=True)
        self.places_file.write_bytes(HEAD.pack(fails or 0, 0))
        env = {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LD_PRELOAD": str(self.shim),
               "XDG_RUNTIME_DIR": str(self.runtime), **self.sim.env()}
        with subprocess.Popen([*command(), "shot", self.sim.instance, self.picture, *self.sim.args()],
                              env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
            try:
                said = process.communicate(timeout=PATIENCE * HANGS_AFTER)[1]
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                return None, process.communicate()[1]
            return process.returncode, said

    def places(self):
        """{number: (call, process)} of a shot that goes well; which, differs a little."""
        code, said = self.shot()
        assert code == 0, said
        data = self.places_file.read_bytes()[HEAD.size:]
        found = (PLACE.unpack_from(data, at) for at in range(0, len(data) - PLACE.size + 1, PLACE.size))
        return {number: (call.rstrip(b"\0").decode(), process.rstrip(b"\0").decode())
                for number, _, call, process in found if number}

    def has_failed(self):
        """Whether the place was come to at all."""
        return HEAD.unpack_from(self.places_file.read_bytes())[1] > 0
