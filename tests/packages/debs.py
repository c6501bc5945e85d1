# SPDX-License-Identifier: GPL-2.0-or-later
"""The packages under test, in the folder ECSVIEW_DEBS, and commands whose end is known."""

import os
import subprocess
from pathlib import Path

DEBS = Path(os.environ["ECSVIEW_DEBS"])
TARGET = DEBS.parent.name
SECONDS = 300 if TARGET == "native" else 3000  # what is emulated is slow


def run(*words, code=0, **how):
    done = subprocess.run([*map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, timeout=SECONDS, **how)
    assert done.returncode == code, done.stdout
    return done.stdout


def deb(name):
    found = list(DEBS.glob(f"{name}_*.deb"))
    assert len(found) == 1, found
    return found[0]


def packages():
    return [deb("ecsview"), deb("ecsview-kiosk"), deb("ecsview-dbgsym")]


def field(package, name):
    return run("dpkg-deb", "-f", package, name).strip()
