# SPDX-License-Identifier: GPL-2.0-or-later
"""The guest changes its resolution, as every boot does: the console stays, the picture follows."""

import pytest

from lib import guest_picture, picture
from lib.consoles import from_cloud, take_shot, wait_frozen
from lib.process import wait_until
from lib.qemu import RESOLUTIONS, Qemu
from lib.sim import EcsSim

BOOT = [(720, 400), (640, 480), (1024, 768), (1280, 800)]


def name_of(size):
    return f"{size[0]}x{size[1]}"


def assert_still_the_first_connection(sim, viewer, decoder):
    assert viewer.decoder() == decoder
    assert [entry["verdict"] for entry in sim.log(event="connect")] == ["ok"]
    assert not sim.log(event="close")


def wait_size(xvfb, viewer, size):
    wait_until(lambda: xvfb.geometry(viewer.window())[2:] == size, 20, f"window of {size}")


def test_a_boot_sequence_keeps_the_console(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        wait_frozen(viewer, qemu, "before")
        decoder = viewer.decoder()
        for turn in (1, 2):
            for size in BOOT:
                qemu.resolution(*size)
                dump = wait_frozen(viewer, qemu, f"{name_of(size)}-{turn}")
                assert (dump.width, dump.height) == size
                wait_size(xvfb, viewer, size)
            qemu.paint(turn)
        assert_still_the_first_connection(sim, viewer, decoder)


def test_the_picture_goes_on_after_each_size(sim, qemu, xvfb, directory):
    """Damage of the new size, not only the first full picture."""
    with from_cloud(sim, directory, xvfb) as viewer:
        for seed, size in enumerate(BOOT[1:] + BOOT[1:]):
            qemu.resolution(*size)
            qemu.paint(100 + seed)
            wait_frozen(viewer, qemu, name_of(size))
            qemu.noise(seed)
            dump = wait_frozen(viewer, qemu, f"noise-{name_of(size)}")
            assert (dump.width, dump.height) == size


def test_size_changes_in_full_motion(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        decoder = viewer.decoder()
        qemu.animate()
        for size in [*BOOT, *reversed(BOOT), *BOOT]:
            qemu.resolution(*size)  # nobody waits for the picture
        qemu.stop_animation()
        dump = wait_frozen(viewer, qemu, "after")
        assert (dump.width, dump.height) == BOOT[-1]
        assert_still_the_first_connection(sim, viewer, decoder)


def test_a_real_boot_and_a_reset_are_watched(guest_image, xvfb, directory):
    """From in front of the first instruction: QEMU's own notice, the BIOS's text, the guest."""
    with Qemu(guest_image, directory, boot=False) as qemu, \
            EcsSim(directory, backend=qemu.port) as sim, \
            from_cloud(sim, directory, xvfb) as viewer:
        viewer.wait_picture(qemu.screendump, name="notice")
        decoder = viewer.decoder()
        qemu.cont()
        qemu.serial.wait("ready .*", seconds=30)
        wait_frozen(viewer, qemu, "booted")
        qemu.noise(4)
        wait_frozen(viewer, qemu, "noise")
        since = qemu.serial.mark()
        qemu.qmp.execute("system_reset")
        qemu.serial.wait("ready .*", since, seconds=30)
        wait_frozen(viewer, qemu, "booted again")
        assert_still_the_first_connection(sim, viewer, decoder)


@pytest.mark.parametrize("size", RESOLUTIONS, ids=name_of)
def test_shot_of_each_size(qemu, directory, size):
    qemu.resolution(*size)
    qemu.freeze()
    path = take_shot(directory, f"vnc://127.0.0.1:{qemu.port}")
    picture.assert_equal(picture.load(path), qemu.screendump(), directory, name_of(size))


def test_a_desktop_larger_than_the_screen_is_scaled(sim, qemu, xvfb, directory):
    """1920x1080 on a screen of 1600x1000: the whole width is used, the shape stays."""
    with from_cloud(sim, directory, xvfb) as viewer:
        qemu.resolution(1920, 1080)
        wait_size(xvfb, viewer, (1600, 900))
        qemu.black()
        viewer.wait_picture(guest_picture.black(1600, 900))
        qemu.resolution(1280, 800)
        wait_size(xvfb, viewer, (1280, 800))
        qemu.paint(5)
        viewer.wait_picture(guest_picture.picture(seed=5))
