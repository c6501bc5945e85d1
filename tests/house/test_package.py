# SPDX-License-Identifier: GPL-2.0-or-later
"""What `make dist` packs: the same bytes wherever and whenever, and what the licences ask for.

A copy of the tree with the finished libraries, and the finished program where nothing is to be
compiled; compiling all of it twice would take minutes.
"""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "native"
OBJECTS = ["src/base/hash.o", "src/options/target.o"]
STATIC = {"curl", "libisal", "libjpeg-turbo", "libsdl2", "libvncserver", "libwebsockets", "mbedtls",
          "zlib"}
HEADERS = {"libpugixml-dev", "libtomlplusplus-dev", "nlohmann-json3-dev", "unifont",
           "console-setup-linux", "seabios", "xkb-data"}
ours = pytest.mark.skipif(
    "build/native/" not in os.environ.get("ECSVIEW", "build/native/")
    or not (BUILD / "ecsview").exists(), reason="only what is built for this machine is packed here")


def copy_of_the_tree(place):
    build = place / "build" / "native"
    build.mkdir(parents=True)
    for name in ("COPYING", "Makefile", "assets", "src", "tests", "third_party", "toolchains"):
        (place / name).symlink_to(ROOT / name)
    (build / "third_party").symlink_to(BUILD / "third_party")
    return build


def make(place, *words, umask=0o022):
    done = subprocess.run(["make", "-C", place, *map(str, words)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False, timeout=300,
                          preexec_fn=lambda: os.umask(umask))
    assert done.returncode == 0, done.stdout


def packed(place, umask):
    """The packed tree; the program is not made anew."""
    build = copy_of_the_tree(place)
    shutil.copy(BUILD / "ecsview", build)
    archive = build / f"ecsview-{version()}-native.tar.gz"
    make(place, "-o", "build/native/ecsview", archive.relative_to(place), umask=umask)
    return archive


def version():
    return subprocess.run([BUILD / "ecsview", "--version"], stdout=subprocess.PIPE, text=True,
                          check=True).stdout.split()[1]


@ours
def test_no_folder_is_in_what_is_compiled(tmp_path):
    """Not in one with a space in its name, either. A compiler's cache may answer with what it
    compiled elsewhere."""
    made = []
    for place in (tmp_path / "one", tmp_path / "another folder"):
        build = copy_of_the_tree(place)
        make(place, "CCACHE_DISABLE=1", *(f"build/native/obj/{name}" for name in OBJECTS))
        made.append([(build / "obj" / name).read_bytes() for name in OBJECTS])
    assert made[0] == made[1]
    assert not [name for name, data in zip(OBJECTS, made[0]) if str(tmp_path).encode() in data]


@ours
def test_packs_the_same_bytes_wherever_and_whenever(tmp_path):
    one = packed(tmp_path / "one", 0o022)
    other = packed(tmp_path / "another folder", 0o077)
    assert one.read_bytes() == other.read_bytes()


@ours
def test_uninstall_takes_away_what_install_has_brought(tmp_path):
    place, there = tmp_path / "one", tmp_path / "there"
    shutil.copy(BUILD / "ecsview", copy_of_the_tree(place))
    make(place, "-o", "build/native/ecsview", "install", f"DESTDIR={there}")
    assert len([path for path in there.rglob("*") if path.is_file()]) > 10
    make(place, "uninstall", f"DESTDIR={there}")
    assert [path for path in there.rglob("*") if path.is_file() or path.name == "ecsview"] == []


@ours
def test_brings_what_the_licences_ask_for(tmp_path):
    with tarfile.open(packed(tmp_path / "one", 0o022)) as archive:
        def text(name):
            return archive.extractfile(f"usr/local/share/doc/ecsview/{name}").read().decode()
        assert text("COPYING") == (ROOT / "COPYING").read_text()
        notices = text("NOTICES")
    assert set(re.findall(r"^#{8} (\S+) .*#{8}$", notices, re.M)) == STATIC | HEADERS
    # A sentence of each that has to come along.
    for words in ("Jean-loup Gailly", "Independent JPEG Group", "Daniel Stenberg", "Johannes",
                  "Andy Green", "Apache License", "Sam Lantinga", "Arseny Kapoulkine",
                  "Niels Lohmann", "Mark Gillard", "Unifont", "Terminus Font", "GNU GENERAL PUBLIC LICENSE",
                  "LGPL VGABios", "Joseph Moss"):
        assert words.lower() in notices.lower(), words


@ours
def test_brings_the_man_page_and_what_shells_complete(tmp_path):
    with tarfile.open(packed(tmp_path / "one", 0o022)) as archive:
        for name, words in (("man/man1/ecsview.1", ".It Fl Fl region Ar ID"),
                            ("bash-completion/completions/ecsview", "complete -o default"),
                            ("zsh/site-functions/_ecsview", "#compdef ecsview"),
                            ("fish/vendor_completions.d/ecsview.fish", "-l region")):
            text = archive.extractfile(f"usr/local/share/{name}").read().decode()
            assert words in text and "@OPTIONS@" not in text, name


@ours
def test_each_library_that_is_linked_has_its_notices():
    """Whoever adds a recipe adds its name above, too."""
    assert {path.stem for path in (ROOT / "third_party" / "recipes").glob("*.sh")} == STATIC
    kept = {path.name for path in (BUILD / "third_party" / "licences").iterdir()}
    assert kept == STATIC


def test_help_lists_everything_that_is_there_to_make():
    text = "".join((ROOT / name).read_text() for name in
                   ("Makefile", "tests/fuzz/rules.mk", "assets/languages/rules.mk", "tests/e2e/kiosk/rules.mk"))
    told = {line.split(":")[0] for line in text.split("\n") if "##" in line and line[:1].islower()}
    shown = subprocess.run(["make", "-C", ROOT, "-s", "--no-print-directory", "help"],
                           stdout=subprocess.PIPE, text=True, check=True).stdout
    listed = {line.split()[1] for line in shown.split("\n") if line.startswith("  make ")}
    assert listed == told - {"compile_commands.json"} and {"e2e", "kiosk-check", "dist"} <= listed
