# SPDX-License-Identifier: GPL-2.0-or-later
"""The tree as the tests of the house see it: files that are committed, and their texts."""
import os
import shlex
import subprocess
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The linked program, and the words that start one of another machine.
PROGRAM = ROOT / os.environ.get("ECSVIEW", "build/native/ecsview")
RUN = shlex.split(os.environ.get("ECSVIEW_RUN", ""))
BINARY = (".png",)
INPUTS = "tests/corpus/"  # of the fuzz targets: folders of files that mean nothing to a person
MADE = {"build", ".git", "__pycache__", ".pytest_cache"}


@lru_cache(None)
def tracked():
    """Paths below ROOT, as texts. From git; without it (a tarball) all that was not made here."""
    listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT,
                            text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                            check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else walked()
    return sorted(name for name in names if name and (ROOT / name).is_file())


def walked():
    for directory, below, files in os.walk(ROOT):
        below[:] = [name for name in below if name not in MADE]
        for name in files:
            yield os.path.relpath(os.path.join(directory, name), ROOT)


@lru_cache(None)
def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def texts():
    return [name for name in tracked() if not name.endswith(BINARY)
            and (not name.startswith(INPUTS) or name.endswith(".dict"))]


def under(folder, *endings):
    return [name for name in tracked() if name.startswith(folder + "/") and name.endswith(endings)]


def script(name):
    """The interpreter's line of a script, else nothing."""
    first = read(name).partition("\n")[0]
    return first if first.startswith("#!") else ""


def pages():
    """What people read: README and what it leads to."""
    return ["README.md", *under("docs", ".md")]


def sources():
    """What people write and machines run: everything but words, data, pins and patches."""
    kinds = (".cpp", ".h", ".py", ".sh", ".mk", ".asm", ".inc", "Makefile")
    return [name for name in texts() if name.endswith(kinds) or script(name)]
