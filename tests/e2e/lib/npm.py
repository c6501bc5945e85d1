# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages of npm's, brought once into the cache: those that the package-lock.json of a folder names, each
with its hash. tests/e2e/sdk is the official SDK, for tests that let somebody else's code judge."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecsview"
SDK = Path(__file__).resolve().parents[1] / "sdk"


def folder(source=SDK):
    """A NODE_PATH with the packages of `source`. One process at a time brings them."""
    wanted = [(source / name).read_bytes() for name in ("package.json", "package-lock.json")]
    place = CACHE / ("npm-" + hashlib.sha256(b"".join(wanted)).hexdigest()[:12])
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "npm.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(source / name, fresh)
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                            "--loglevel=error"], cwd=fresh, stdin=subprocess.DEVNULL, check=True,
                           timeout=500)
            fresh.rename(place)
    return place / "node_modules"
