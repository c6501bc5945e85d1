# SPDX-License-Identifier: GPL-2.0-or-later
"""Packages of npm for tests that let somebody else's code judge, brought once into the cache."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecsview"


def folder(*packages):
    """A NODE_PATH with these packages (NAME@VERSION). One process at a time brings them."""
    place = CACHE / ("npm-" + hashlib.sha256(" ".join(packages).encode()).hexdigest()[:12])
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "npm.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            fresh = place.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            (fresh / "package.json").write_text("{}\n")
            subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
                            "--no-package-lock", "--loglevel=error", *packages], cwd=fresh,
                           stdin=subprocess.DEVNULL, check=True, timeout=500)
            fresh.rename(place)
    return place / "node_modules"
