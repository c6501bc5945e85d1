# SPDX-License-Identifier: GPL-2.0-or-later
"""A fresh Debian 12 of the packages' machine: `apt install ./ecsview_*.deb` brings what it needs, the
program shows the stand-in cloud's console, and purged it is gone. -rP prints sizes and seconds.
"""

import json
import re
import time

from debs import TARGET, deb, field
from lib import picture
from lib.sim import EcsSim

OTHERS = ("tigervnc-viewer", "remmina", "virt-viewer", "chromium")
BARE = "--no-install-recommends"
# What nothing depends on goes, though something that was there suggests it.
NOTHING_KEPT = [f"-oAPT::AutoRemove::{kind}Important=false" for kind in ("Recommends", "Suggests")]
NO_DISPLAY = 9
# In qemu-user there is no system call filter.
WARNS = {"native": [], "arm64": ["sandbox"], "armhf": ["sandbox"]}
UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}


def told(sim):
    """The options that lead to the stand-in cloud, whose certificates' CA is /ca.pem."""
    return [word if word != str(sim.ca) else "/ca.pem" for word in sim.args()]


def seconds(what, *words):
    began = time.monotonic()
    done = what(*words)
    print(f"{time.monotonic() - began:6.0f} s  {' '.join(map(str, words))}")
    return done


def test_install_look_and_purge(fresh, tmp_path):
    before = fresh.states()
    seconds(fresh.apt, "install", "-y", f"/debs/{deb('ecsview').name}")
    assert seconds(fresh.run, "ecsview", "--version") == f"ecsview {field(deb('ecsview'), 'Version')}\n"
    with EcsSim(tmp_path, "--still") as sim:
        fresh.write("ca.pem", sim.ca.read_text())
        keys = ["env", *(f"{name}={value}" for name, value in sim.env().items())]
        examine(fresh, [*keys, "ecsview", "doctor", "--json", *told(sim), sim.instance])
        seconds(fresh.run, *keys, "ecsview", "shot", "--timeout", "10m", *told(sim), sim.instance, "/shot.png")
        picture.assert_equal(picture.load(fresh.root / "shot.png"), picture.load(sim.save_picture()), tmp_path)
    seconds(fresh.apt, "purge", "-y", "--autoremove", *NOTHING_KEPT, "ecsview")
    assert fresh.states() == before
    assert [path for folder in ("etc", "usr", "var", "lib") for path in (fresh.root / folder).rglob("*ecsview*")] == []


def examine(fresh, words):
    """All is well but that there is no display; and what QEMU cannot give is said."""
    apart = ["sh", "-c", '"$@" 2>/said', "sh"]
    checks = json.loads(seconds(lambda *line: fresh.run(*apart, *line, code=NO_DISPLAY), *words))["checks"]
    print(*(f"{check['verdict']:6} {check['name']}: {check['seen']}" for check in checks), sep="\n")
    print("said:", (fresh.root / "said").read_text())
    assert [check["name"] for check in checks if check["verdict"] == "fail"] == ["display"], checks
    assert [check["name"] for check in checks if check["verdict"] == "warn"] == WARNS[TARGET], checks


def amount(number, unit):
    return float(number.replace(",", "")) * UNITS[unit]


def brought(fresh, package, *options):
    """(packages, bytes to fetch, bytes on the disk) that apt would bring, said before it asks."""
    said = fresh.apt("install", "--assume-no", *options, package, code=1)
    count = int(re.search(r"(\d+) newly installed", said)[1])
    fetch = re.search(r"Need to get (?:[\d.,]+ k?M?B/)?([\d.,]+) (\w+) of archives", said)
    space = re.search(r"After this operation, ([\d.,]+) (\w+) of additional", said)
    return count, amount(*fetch.groups()), amount(*space.groups())


def test_it_brings_less_than_most(fresh):
    """Beside what every Debian has. tigervnc-viewer, which knows no cloud, brings less."""
    for name in ("ecsview", "ecsview-kiosk", "ecsview-dbgsym"):
        print(f"{deb(name).name}: {deb(name).stat().st_size} bytes, installed {field(deb(name), 'Installed-Size')} kB")
    for options in ([BARE], []):
        print(f"apt install {' '.join(options)}: packages, MB to fetch, MB on the disk")
        found = {name: brought(fresh, package, *options) for name, package in
                 (("ecsview", f"/debs/{deb('ecsview').name}"), *((name, name) for name in OTHERS))}
        for name, (count, fetch, space) in found.items():
            print(f"  {name:16} {count:4} {fetch / 1e6:7.1f} {space / 1e6:7.1f}")
        assert all(found["ecsview"][2] < found[name][2] for name in OTHERS[1:]), found
