# SPDX-License-Identifier: GPL-2.0-or-later
"""Real boots, of SeaBIOS and of Debian's kernel: what `ecsview text` reads from the screen is, line by line,
what the same machine has said on its serial line or its debug port.

The kernel finds no root and stops, so its last screen stays. Twenty boots take some minutes without hardware's
help: they are in `make soak` alone.
"""

import os

import pytest

from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer
from test_installer import IMAGES

BOOT_SECONDS = 300
LAST = "end Kernel panic"
# Text modes of the PC by `vga=`, with their columns, then modes of pixels (VESA's numbers).
TEXT = {"normal": 80, "0xf01": 80, "0xf02": 80, "0xf05": 80, "0xf07": 80}
PIXELS = {"0x314": 100, "0x317": 128, "0x31a": 160}
MACHINES = (["-cpu", "qemu64"], ["-cpu", "max", "-smp", "2"], ["-m", "1024", "-machine", "pc,vmport=off"])
BOOTS = [(mode, columns, machine) for mode, columns in TEXT.items() for machine in MACHINES]
BOOTS += [(mode, columns, MACHINES[number]) for number, (mode, columns) in enumerate(PIXELS.items())]

pytestmark = [pytest.mark.skipif("ECSVIEW_SOAK" not in os.environ, reason="twenty boots take minutes"),
              pytest.mark.timeout(2 * BOOT_SECONDS)]


def read(guest, directory, wanted):
    """The screen's lines, without the empty ones at its end."""
    with Viewer(directory, "text", "--wait", wanted, f"vnc://127.0.0.1:{guest.port}") as viewer:
        assert viewer.wait_exit(60) == 0, viewer.stderr()
        return viewer.stdout().rstrip("\n").split("\n")


def as_shown(lines, columns):
    """What a terminal of so many columns makes of lines."""
    rows = []
    for line in lines:
        line = line.rstrip("\r").expandtabs(8)
        rows += [line[at:at + columns].rstrip() for at in range(0, max(1, len(line)), columns)]
    return rows


@pytest.mark.parametrize("mode, columns, machine", BOOTS)
def test_the_kernels_last_screen_is_read_as_it_was_said(guest_image, directory, mode, columns, machine):
    words = f"console=ttyS0 console=tty0 ignore_loglevel panic=0 consoleblank=0 vga={mode}"
    extra = ["-m", "512", "-kernel", f"{IMAGES}/linux", "-append", words, *machine]
    with Qemu(guest_image, directory, extra=extra, boot=False) as guest:
        guest.cont()
        guest.serial.wait(f".*{LAST}.*", seconds=BOOT_SECONDS)
        shown = read(guest, directory, LAST)
        said = as_shown(guest.serial.lines, columns)
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
        said = set(as_shown(port.read_text("latin-1").split("\n"), 80))
    assert len(shown) >= 3 and [line for line in shown if line not in said] == []
