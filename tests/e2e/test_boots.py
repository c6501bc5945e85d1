# SPDX-License-Identifier: GPL-2.0-or-later
"""Real boots, of SeaBIOS, GRUB, Debian's kernel and a login: what `ecsview text` reads from the screen is, line by line,
what the same machine has said on its serial line or its debug port.

The kernel finds no root and stops, so its last screen stays. The boots take some minutes without hardware's
help: they are in `make soak` alone.
"""

import os
import re

import pytest

from lib import boot_images
from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer
from test_installer import IMAGES

BOOT_SECONDS = 300
LAST = "end Kernel panic"
TEXT_COLUMNS = 80
# Text modes of the PC by `vga=`, with fonts of 16, 14 and 8 lines (not 0xf02: QEMU shows more lines than that has);
# then modes of pixels, by VESA's numbers.
TEXT = ("normal", "0xf01", "0xf03", "0xf05", "0xf07")
PIXELS = ("0x314", "0x317", "0x31a")
MACHINES = (["-cpu", "qemu64"], ["-cpu", "max", "-smp", "2"], ["-m", "1024", "-machine", "pc,vmport=off"])
BOOTS = [(mode, machine) for mode in TEXT for machine in MACHINES] + list(zip(PIXELS, MACHINES))

pytestmark = [pytest.mark.skipif("ECSVIEW_SOAK" not in os.environ, reason="the boots take minutes"),
              pytest.mark.timeout(2 * BOOT_SECONDS)]


def read(guest, directory, wanted):
    """The screen's lines, without the empty ones at its end."""
    with Viewer(directory, "text", "--wait", wanted, f"vnc://127.0.0.1:{guest.port}") as viewer:
        assert viewer.wait_exit(60) == 0, viewer.stderr()
        return viewer.stdout().rstrip("\n").split("\n")


def as_shown(lines, columns=TEXT_COLUMNS):
    """What a terminal of so many columns makes of lines. What was broken in the text mode stays so where the
    kernel turns to pixels later, and says so."""
    rows = []
    for line in lines:
        line = line.rstrip("\r").expandtabs(8)
        rows += [line[at:at + columns].rstrip() for at in range(0, max(1, len(line)), columns)]
        turn = re.search(r"Console: switching to .* frame buffer device (\d+)x", line)
        columns = int(turn[1]) if turn else columns
    return rows


@pytest.mark.parametrize("mode, machine", BOOTS)
def test_the_kernels_last_screen_is_read_as_it_was_said(guest_image, directory, mode, machine):
    words = f"console=ttyS0 console=tty0 ignore_loglevel panic=0 consoleblank=0 vga={mode}"
    extra = ["-m", "512", "-kernel", f"{IMAGES}/linux", "-append", words, *machine]
    with Qemu(guest_image, directory, extra=extra, boot=False) as guest:
        guest.cont()
        guest.serial.wait(f".*{LAST}.*", seconds=BOOT_SECONDS)
        shown = read(guest, directory, LAST)
        said = as_shown(guest.serial.lines)
    assert len(shown) >= 20
    assert shown == said[-len(shown):]


@pytest.mark.parametrize("extra", [[], ["-cpu", "max", "-smp", "4"]])
def test_the_bios_is_read_as_it_spoke(guest_image, directory, extra):
    """All of its screen is on its debug port, too; it finds nothing to boot."""
    port = directory / "debug"
    debug = ["-chardev", f"file,path={port},id=debug", "-device", "isa-debugcon,iobase=0x402,chardev=debug"]
    empty = directory / "empty.img"
    empty.write_bytes(bytes(1 << 20))
    with Qemu(empty, directory, extra=[*debug, *extra], boot=False) as guest:
        guest.cont()
        wait_until(lambda: port.exists() and "No bootable device" in port.read_text("latin-1"), 60, "end")
        shown = [line for line in read(guest, directory, "No bootable device") if line]
        said = set(as_shown(port.read_text("latin-1").split("\n")))
    assert len(shown) >= 3 and [line for line in shown if line not in said] == []


# All that can be printed, in lines that no terminal has to break.
PAGE = "".join(f"{number:2} {chr(33 + number) * 9} {bytes(range(33 + number, 83 + number)).decode()}\n" for number in range(20))


@pytest.mark.parametrize("mode", [None, "640x480", "800x600", "1024x768"])
def test_grub_is_read_as_it_spoke(guest_image, directory, mode):
    last = "That was all."
    image = boot_images.grub(directory, PAGE, last, mode)
    with Qemu(guest_image, directory, extra=["-kernel", image], boot=False) as guest:
        guest.cont()
        guest.serial.wait(f".*{last}.*", seconds=BOOT_SECONDS)
        shown = read(guest, directory, last)
        said = [line.strip("\r") for line in guest.serial.lines]
    assert len(shown) >= 20 and shown[-3].startswith("19 444")
    assert shown == as_shown(said)[-len(shown):]


@pytest.mark.parametrize("mode", ["normal", "0xf01", "0x317"])
def test_a_login_is_read_as_it_asked(guest_image, directory, mode):
    words = f"console=tty0 quiet loglevel=0 consoleblank=0 vga={mode}"
    extra = ["-m", "512", "-kernel", f"{IMAGES}/linux", "-initrd", boot_images.login(directory), "-append", words]
    with Qemu(guest_image, directory, extra=extra, boot=False) as guest:
        guest.cont()
        guest.serial.wait(".*Yours are.*", seconds=BOOT_SECONDS)
        shown = read(guest, directory, "login:")
        said = as_shown(guest.serial.lines)
    begin = next(number for number, line in enumerate(said) if line.startswith("Debian GNU/Linux"))
    asked = [line.replace("ttyS0", "tty1") for line in said[begin:]]
    assert len(asked) >= 5 and shown[-len(asked) - 1:] == [*asked, "kiosk-7 login:"]
