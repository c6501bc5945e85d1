# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make deb` makes: lintian has nothing to say, the bytes are the same everywhere, and in a fresh
Debian it is installed, upgraded and purged without a trace.

ECSVIEW_DEBS is the folder with the packages, ECSVIEW_DEB_ROOT a Debian with what they depend on, which
is copied for each test.
"""
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from debs import DEBS, deb, field, packages, run

ROOT = Path(__file__).resolve().parents[2]
FRESH = Path(os.environ.get("ECSVIEW_DEB_ROOT", "/nonexistent"))
# What dpkg itself keeps, and what the C library's cache is.
DPKG_OWN = re.compile(r"/(var/lib/dpkg|var/log|var/cache|etc/ld\.so\.cache|run|tmp|proc|dev|sys)(/|$)")
NEW = "0.1.1"
CREDENTIALS = 3


def test_lintian_is_silent():
    assert run("lintian", "--allow-root", "--tag-display-limit", "0", *packages()) == ""


def test_it_depends_on_what_people_are_told_to_install():
    """assets/packages.txt is what a board is told; the rest is what the program is linked with."""
    for package, name in (("ecsview", "packages.txt"), ("ecsview-kiosk", "packages-kiosk.txt")):
        told = (ROOT / "assets" / name).read_text().split()
        depends = re.sub(r" \([^)]*\)", "", field(deb(package), "Depends")).split(", ")
        assert set(told) <= set(depends) <= {*told, "ecsview", "libc6", "libgcc-s1", "libstdc++6"}


def test_the_symbols_are_apart_and_of_this_program(tmp_path):
    run("dpkg-deb", "-x", deb("ecsview"), tmp_path)
    run("dpkg-deb", "-x", deb("ecsview-dbgsym"), tmp_path)
    notes = run("readelf", "-nS", tmp_path / "usr/bin/ecsview")
    assert ".debug_info" not in notes
    name = re.search(r"Build ID: (\w+)", notes)[1]
    symbols = tmp_path / f"usr/lib/debug/.build-id/{name[:2]}/{name[2:]}.debug"
    assert ".debug_info" in run("readelf", "-S", symbols)


def copy_of_the_tree(place, target):
    build = place / "build" / target
    build.mkdir(parents=True)
    for name in ("COPYING", "Makefile", "assets", "docs", "packaging", "src", "tests", "third_party",
                 "toolchains"):
        (place / name).symlink_to(ROOT / name)
    there = DEBS.parent
    for name in ("third_party", "gen"):
        (build / name).symlink_to(there / name)
    shutil.copy(there / "ecsview", build)
    return build


def test_the_same_bytes_wherever_and_whenever(tmp_path):
    """The program's own are held by tests/house."""
    target = DEBS.parent.name
    build = copy_of_the_tree(tmp_path / "another folder", target)
    run(tmp_path / "another folder" / "packaging" / "deb", target, field(deb("ecsview"), "Version"),
        "1767225600", build / "deb", preexec_fn=lambda: os.umask(0o077),
        env={**os.environ, "LC_ALL": "C", "TZ": "Asia/Shanghai", "USER": "somebody"})
    for package in packages():
        assert (build / "deb" / package.name).read_bytes() == package.read_bytes(), package.name


# In a Debian.

needs_root = pytest.mark.skipif(os.geteuid() != 0 or not (FRESH / "usr").exists()
                                or DEBS.parent.name != "native",
                                reason="needs root, and a Debian of this machine's kind")


class Debian:
    """A copy of the fresh one, in which commands run."""

    def __init__(self, place):
        self.root = place / "debian"
        run("cp", "-a", "--reflink=auto", FRESH, self.root)
        (self.root / "debs").mkdir()
        for package in packages():
            shutil.copy(package, self.root / "debs")

    def run(self, *words, code=0):
        env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive"}
        return run("chroot", self.root, *words, code=code, env=env)

    def install(self, folder="debs"):
        names = [f"/{folder}/{path.name}" for path in sorted((self.root / folder).iterdir())]
        return self.run("dpkg", "-i", *names)

    def newer(self):
        """The same packages with another version, in /newer."""
        (self.root / "newer").mkdir()
        for package in packages():
            tree = self.root / "tree"
            run("dpkg-deb", "-R", package, tree)
            control = tree / "DEBIAN" / "control"
            old = field(package, "Version")
            control.write_text(control.read_text().replace(old, NEW))
            run("dpkg-deb", "-b", "--root-owner-group", tree, self.root / "newer" / package.name)
            shutil.rmtree(tree)

    def files(self):
        """Everything that is there but what dpkg writes: path, kind and contents' size."""
        found = {}
        for folder, below, names in os.walk(self.root):
            for name in below + names:
                path = Path(folder, name)
                inside = "/" + str(path.relative_to(self.root))
                if not DPKG_OWN.match(inside):
                    found[inside] = path.lstat().st_size if path.is_file() else None
        return found

    def states(self):
        return self.run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev} ${Version}\n")


@pytest.fixture
def debian(tmp_path):
    return Debian(tmp_path)


@needs_root
def test_install_upgrade_purge_leave_nothing(debian):
    before, states = debian.files(), debian.states()
    debian.install()
    assert debian.run("ecsview", "--version") == f"ecsview {field(deb('ecsview'), 'Version')}\n"
    told = json.loads(debian.run(
        "env", "ALIBABA_CLOUD_ECS_METADATA_DISABLED=true", "ecsview", "doctor", "--json",
        "--endpoint", "https://127.0.0.1:1", code=CREDENTIALS))["checks"]
    # There is no /proc here, so the decoder's walls are a warning.
    assert [check["name"] for check in told if check["verdict"] == "fail"] == \
        ["credentials", "API route", "display"]
    debian.newer()
    before.update({name: size for name, size in debian.files().items() if name.startswith("/newer")})
    debian.install("newer")
    assert debian.states().count(NEW) == 3
    (debian.root / "etc/systemd/system/multi-user.target.wants").mkdir(parents=True, exist_ok=True)
    link = debian.root / "etc/systemd/system/multi-user.target.wants/ecsview@i-1.service"
    link.symlink_to("/lib/systemd/system/ecsview@.service")
    as_set_up(debian.root)
    debian.run("dpkg", "--purge", "ecsview-kiosk", "ecsview-dbgsym", "ecsview")
    assert debian.states() == states
    after = debian.files()
    assert {name for name in after if name not in before} - {str(Path("/", link.parent.relative_to(
        debian.root)))} == set()
    assert {name for name in before if name not in after} == set()


def as_set_up(root):
    """What `ecsview-kiosk setup` would leave: a file, a folder that was not there, and their names."""
    for folder in ("etc/ecsview", "var/lib/ecsview-kiosk"):
        (root / folder).mkdir(parents=True)
    (root / "etc/ecsview/i-1.env").write_text("x\n")
    (root / "var/lib/ecsview-kiosk/i-1").write_text(
        f"folder /etc/ecsview\nfile {64 * '0'} /etc/ecsview/i-1.env\nenabled ecsview@i-1.service\n")


@needs_root
def test_it_is_found(debian):
    """By the menu, the shells, man and systemd."""
    debian.install()
    for name in ("usr/share/applications/ecsview.desktop", "usr/share/metainfo/ecsview.metainfo.xml",
                 "usr/share/man/man1/ecsview.1.gz", "usr/share/zsh/vendor-completions/_ecsview",
                 "usr/share/bash-completion/completions/ecsview",
                 "usr/share/fish/vendor_completions.d/ecsview.fish",
                 "usr/share/icons/hicolor/scalable/apps/ecsview.svg",
                 "usr/share/icons/hicolor/48x48/apps/ecsview.png",
                 "usr/share/doc/ecsview/NOTICES.gz", "usr/share/doc/ecsview/copyright",
                 "lib/systemd/system/ecsview@.service", "usr/sbin/ecsview-kiosk",
                 "usr/share/man/man8/ecsview-kiosk.8.gz",
                 "usr/share/doc/ecsview-kiosk/examples/kiosk.env"):
        # Documentation is left out where the fresh one was told so.
        assert (debian.root / name).exists() or "/doc/" in name or "/man/" in name, name
    unit = (debian.root / "lib/systemd/system/ecsview@.service").read_text()
    assert "/usr/bin/ecsview --kiosk" in unit and "/usr/local/" not in unit
