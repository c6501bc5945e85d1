# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's installer in QEMU, with the shell on its second terminal: a script of 3 kB is pasted there
through the stand-in cloud, and its checksum, which the guest computes, is read from its screen. A script of
`ecsview run` answers its first questions.

It boots for a minute or two without hardware's help, so it is in `make soak` alone; -rP prints how fast
it was typed.
"""

import hashlib
import os
import random
import re
import string
import time

import pytest

from lib.endings import NO_TEXT
from lib.process import wait_until
from lib.qemu import Qemu
from lib.sim import EcsSim
from lib.viewer import Viewer

# Of Debian's package debian-installer-12-netboot-amd64.
IMAGES = "/usr/lib/debian-installer/images/12/amd64/text/debian-installer/amd64"
LENGTH = 3000
BOOT_SECONDS, TYPE_SECONDS, ANSWER_SECONDS = 400, 600, 60
SECOND_TERMINAL = ("ctrl", "alt", "f2")

pytestmark = [pytest.mark.skipif("ECSVIEW_SOAK" not in os.environ, reason="it boots for minutes"),
              pytest.mark.timeout(2 * (BOOT_SECONDS + TYPE_SECONDS))]


def script(more=""):
    """Lines as scripts have them, and lines of every character that a keyboard has."""
    dice = random.Random(12)
    lines = ["#!/bin/sh", "set -eu", "for name in $(seq 1 9); do", "    echo \"${name}: `uname -r`\" >> /tmp/log; done",
             "[ -d '/target/etc' ] && grep -E '^(deb|#)[^~]*\\\\$' /dev/null || true", more]
    kinds = string.ascii_letters + string.digits + string.punctuation
    while sum(len(line) + 1 for line in lines) < LENGTH:
        line = "".join(dice.sample(kinds, dice.randrange(1, len(kinds))))
        lines.append("# " + " ".join(re.findall(".{1,9}", line)))
    return "\n".join(lines) + "\n"


class Console:
    """The installer's second terminal, as ecsview shows it and types into it."""

    def __init__(self, guest, sim, directory):
        self._guest, self._sim, self._directory = guest, sim, directory

    def _args(self):
        return [*self._sim.args(), self._sim.instance]

    def text(self):
        """What the screen shows; nothing while that is no text."""
        with Viewer(self._directory, "text", *self._args(), env=self._sim.env()) as viewer:
            assert viewer.wait_exit(60) in (0, NO_TEXT), viewer.stderr()
            return viewer.stdout()

    def wait(self, text, seconds=ANSWER_SECONDS):
        with Viewer(self._directory, "text", "--wait", text, "--timeout", f"{seconds}s", *self._args(),
                    env=self._sim.env()) as viewer:
            assert viewer.wait_exit(seconds + 10) == 0, viewer.stderr()

    def type(self, text, *options):
        """How many seconds it took."""
        file = self._directory / "typed"
        file.write_text(text)
        began = time.monotonic()
        with Viewer(self._directory, "type", "--file", file, *options, *self._args(),
                    env=self._sim.env()) as viewer:
            assert viewer.wait_exit(TYPE_SECONDS) == 0, viewer.stderr() + self.text()
            assert viewer.stderr() == ""
        return time.monotonic() - began

    def open(self):
        """The terminal is there some time after the keyboard's driver."""
        def asked():
            self._guest.send_keys(*((key, True) for key in SECOND_TERMINAL),
                                  *((key, False) for key in reversed(SECOND_TERMINAL)))
            return "press Enter" in self.text()
        wait_until(asked, BOOT_SECONDS, "second terminal", 2)
        self.type("\n")
        self.wait("built-in commands")


@pytest.fixture
def installer(guest_image, directory):
    """(the guest, the cloud before it). It is QEMU that starts the kernel, whatever the disk has. With fb=false the installer has no program
    that draws its own letters, which would take the screen back to the first terminal when it begins."""
    boots = ["-m", "1024", "-kernel", f"{IMAGES}/linux", "-initrd", f"{IMAGES}/initrd.gz", "-append", "fb=false"]
    with Qemu(guest_image, directory, extra=boots, boot=False) as guest:
        guest.cont()
        with EcsSim(directory, backend=guest.port) as sim:
            yield guest, sim


@pytest.fixture
def console(installer, directory):
    console = Console(*installer, directory)
    console.open()
    return console


# The installer sets a German keyboard by these programs, too.
@pytest.mark.parametrize("layout, before, more", [
    ("us", "", ""), ("de", "ckbcomp-mini de | loadkeys && echo keys\\ set", "# äöüÄÖÜß")])
def test_a_script_arrives_byte_by_byte(console, layout, before, more):
    if before:
        console.type(before + "\n")
        console.wait("keys set")
    text = script(more)
    keys = "--guest-layout", layout
    console.type("cat > /tmp/script << 'The-End'\n", *keys)
    took = console.type(text, *keys)
    console.type("The-End\nsha256sum /tmp/script\n", *keys)
    answer = wait_until(lambda: re.search(r"^([0-9a-f]{64})  /tmp/script", console.text(), re.M),
                        ANSWER_SECONDS, "checksum", 1)
    assert answer[1] == hashlib.sha256(text.encode()).hexdigest()
    print(f"{layout}: {len(text)} characters in {took:.0f} s, {len(text) / took:.1f} a second")


# From the first question to the one that takes a network, then a shell.
DRIVEN = """
timeout %ds
wait "Select a language"
shot %s/language.png
press enter
wait "Select your location"
press enter
wait "Keymap to use"
press enter
wait "etwork"
press ctrl+alt+f2
wait "press Enter"
press enter
wait "~ #"
type "echo $((6 * 7)) answers; uname -m\\n"
wait "42 answers"
wait "x86_64"
text -
"""


def test_a_script_answers_its_questions_and_reads_a_shell(installer, directory):
    _, sim = installer
    with Viewer(directory, "run", *sim.args(), sim.instance, "-", env=sim.env(),
                stdin=(DRIVEN % (BOOT_SECONDS, directory)).encode()) as viewer:
        assert viewer.wait_exit(2 * BOOT_SECONDS) == 0, viewer.stderr()
        assert re.search(r"^42 answers\nx86_64$", viewer.stdout(), re.M), viewer.stdout()
    assert (directory / "language.png").exists()
