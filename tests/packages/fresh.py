# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of a fresh Debian 12 (tests/packages/root) for the packages' machine, in which commands run.

For another machine the kernel hands each program to QEMU (toolchains/foreign), those that a program
starts too. What this cannot give is a system call filter and namespaces: ecsview says so there.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from debs import TARGET, packages, run

ROOT = Path(__file__).resolve().parents[2]
FRESH = Path(os.environ.get("ECSVIEW_APT_ROOT", "/nonexistent"))
FOREIGN = ROOT / "toolchains" / "foreign"
# Mounts of one command's own: they are gone with it.
INSIDE = """for name in proc dev; do mount --rbind /$name "$0/$name" || exit; done; exec chroot "$0" "$@" """
ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
       "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


def obstacle():
    """Why no such Debian can be here, or None."""
    if os.geteuid() != 0:
        return "a fresh Debian needs root"
    if not (FRESH / "usr").exists():
        return f"there is no fresh Debian in {FRESH}"
    done = subprocess.run([FOREIGN, TARGET, "chroot", FRESH, "true"], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.strip()[-300:] if done.returncode else None


class Fresh:
    """root: its path here."""

    def __init__(self, place):
        self.root = place / "debian"
        run("cp", "-a", "--reflink=auto", FRESH, self.root)
        (self.root / "debs").mkdir()
        for package in packages():
            shutil.copy(package, self.root / "debs")

    def command(self, *words):
        """The words that run these in it."""
        return [str(word) for word in (FOREIGN, TARGET, "unshare", "--mount", "sh", "-c", INSIDE,
                                       self.root, *words)]

    def run(self, *words, code=0, env=None):
        return run(*self.command(*words), code=code, env={**ENV, **(env or {})})

    def apt(self, *words, code=0):
        return self.run("apt-get", "-q", *words, code=code)

    def write(self, path, text, mode=0o644):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def states(self):
        return self.run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev} ${Version}\n")

    def aliyun_configure(self, home, key_id, secret, region):
        """The file that the command of that name leaves when it has asked for the three."""
        self.write(f"{home}/.aliyun/config.json", json.dumps({
            "current": "default", "profiles": [{
                "name": "default", "mode": "AK", "access_key_id": key_id, "access_key_secret": secret,
                "region_id": region, "output_format": "json", "language": "en"}]}), 0o600)
