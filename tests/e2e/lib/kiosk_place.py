# SPDX-License-Identifier: GPL-2.0-or-later
"""A scratch root for assets/ecsview-kiosk, with a systemctl and a systemd-creds that only remember."""

import hashlib
import os
import re
import subprocess

from .sim import INSTANCE, KEY_ID, KEY_SECRET
from .viewer import ROOT

SCRIPT = ROOT / "assets" / "ecsview-kiosk"
UNIT = f"ecsview@{INSTANCE}.service"
KEYS = f"[default]\ntype = access_key\naccess_key_id = {KEY_ID}\naccess_key_secret = {KEY_SECRET}\n"
PASSWORD = "geheimes"
ENV = f"/etc/ecsview/{INSTANCE}.env"
DROPIN = f"/etc/systemd/system/{UNIT}.d/ecsview-kiosk.conf"
SEALED, PLAIN = (f"/etc/{store}/ecsview-{INSTANCE}" for store in ("credstore.encrypted", "credstore"))
USAGE, FAILED = 2, 1

# Files in $STATE are units: enabled/NAME, active/NAME. A unit that starts ends the getty, as the real one.
SYSTEMCTL = """#!/bin/sh
echo "systemctl $*" >>"$STATE/log"
verb=$1; shift
for word; do case $word in --quiet|--property=*|--value) ;; *) unit=$word ;; esac; done
case $verb in
    cat) [ -e "$STATE/known" ] ;;
    is-enabled) if [ -e "$STATE/enabled/$unit" ]; then echo enabled; else echo disabled; exit 1; fi ;;
    is-active) [ -e "$STATE/active/$unit" ] ;;
    enable) touch "$STATE/enabled/$unit" ;;
    disable) rm -f "$STATE/enabled/$unit" ;;
    start|restart) [ ! -e "$STATE/broken" ] || exit 1
        touch "$STATE/active/$unit"
        case $unit in ecsview@*) rm -f "$STATE/active/getty@tty1.service" ;; esac ;;
    stop) rm -f "$STATE/active/$unit" ;;
    show) echo "$unit: connected." ;;
    daemon-reload) ;;
    *) exit 99 ;;
esac
"""
# A seal that is another one each time, and knows its name.
CREDS = """#!/bin/sh
echo "systemd-creds $*" >>"$STATE/log"
[ ! -e "$STATE/unsealed" ] || exit 1
case $1 in
    encrypt) printf '%s %s ' "$2" "$(cat /proc/sys/kernel/random/uuid)"; base64 -w0 | tr A-Za-z N-ZA-Mn-za-m ;;
    decrypt) read -r name seal text <"$3"; [ "$name" = "$2" ] &&
        printf '%s' "$text" | tr A-Za-z N-ZA-Mn-za-m | base64 -d ;;
esac
"""


class Place:
    """A scratch root in which somebody calls the script."""

    def __init__(self, directory):
        self.root, self.state = directory / "root", directory / "state"
        for folder in ("etc/systemd/system", "run/systemd/system", "var/lib", "usr/bin"):
            (self.root / folder).mkdir(parents=True)
        for folder in ("enabled", "active", "bin"):
            (self.state / folder).mkdir(parents=True)
        for program in ("cage", "seatd", "Xwayland"):
            self.put(self.root / "usr/bin" / program, "", 0o755)
        self.put(self.state / "bin/systemctl", SYSTEMCTL, 0o755)
        self.put(self.state / "bin/systemd-creds", CREDS, 0o755)
        (self.state / "known").touch()
        (self.state / "active/getty@tty1.service").touch()
        self.keys = self.put(directory / "keys", KEYS)
        self.password = self.put(directory / "password", PASSWORD + "\nmore\n")

    @staticmethod
    def put(path, text, mode=0o600):
        path.write_text(text)
        path.chmod(mode)
        return path

    def env(self):
        return {"PATH": f"{self.state / 'bin'}:{os.environ['PATH']}", "STATE": str(self.state),
                "ECSVIEW_SETUP_ROOT": str(self.root)}

    def run(self, *words, code=0, stdin=""):
        done = subprocess.run(["sh", SCRIPT, *map(str, words)], env=self.env(), input=stdin, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, check=False)
        assert done.returncode == code, done.stdout + done.stderr
        if code:
            assert re.fullmatch(r"ecsview-kiosk: .*\.\n", done.stderr.splitlines(True)[-1]), done.stderr
            return done.stderr
        assert done.stderr == ""
        return done.stdout

    def text(self, path):
        return (self.root / path.lstrip("/")).read_text()

    def opened(self, suffix):
        name = "credentials" if suffix == ".credentials" else "vnc-password"
        return subprocess.run([self.state / "bin/systemd-creds", "decrypt", f"--name={name}",
                               f"{self.root}{SEALED}{suffix}"], env={**os.environ, "STATE": str(self.state)},
                              stdout=subprocess.PIPE, text=True, check=True, timeout=30).stdout

    def tree(self):
        """Everything below the root: rights, and what is in it."""
        return {str(path.relative_to(self.root)): (oct(path.stat().st_mode), path.is_file() and hashlib.sha256(
            path.read_bytes()).hexdigest()) for path in sorted(self.root.rglob("*"))}

    def units(self):
        return {str(path.relative_to(self.state)) for folder in ("enabled", "active")
                for path in (self.state / folder).iterdir()}

    def log(self):
        return (self.state / "log").read_text() if (self.state / "log").exists() else ""
