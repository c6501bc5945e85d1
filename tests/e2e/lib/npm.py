# SPDX-License-Identifier: GPL-2.0-or-later
"""The official SDK for tests that let somebody else's code judge, brought once into the cache: the
packages that tests/e2e/sdk/package-lock.json names, each with its hash."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecsview"
SDK = Path(__file__).resolve().parents[1] / "sdk"


def folder():
    """A NODE_PATH with the SDK. One process at a time brings it."""
    wanted = [(SDK / name).read_bytes() for name in ("package.json", "package-lock.json")]
    place = CACHE / ("npm-" + hashlib.sha256(b"".join(wanted)).hexdigest()[:12])
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "npm.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            for name in ("package.json", "package-lock.json"):
                shutil.copy(SDK / name, fresh)
            subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                            "--loglevel=error"], cwd=fresh, stdin=subprocess.DEVNULL, check=True,
                           timeout=500)
            fresh.rename(place)
    return place / "node_modules"
