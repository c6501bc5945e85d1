# SPDX-License-Identifier: GPL-2.0-or-later
"""What the window says by itself: the password's prompt, the banner over a lost console, the end."""

import itertools
import signal
import threading
import time

import pytest

from lib import guest_picture, picture, rfb_server
from lib.consoles import from_cloud, shown, wait_frozen
from lib.endings import PASSWORD, sentence
from lib.link import Link
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.viewer import TESTING, Viewer

RIGHT = "Right-1"
ENTER, ESCAPE, BACKSPACE = 28, 1, 14


def console(connection, seeds, password=RIGHT):
    """Asks for the password; then a picture, another one for each connection."""
    if not connection.handshake(640, 480, password=password):
        return
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(640, 480, next(seeds))))
    connection.hold()


@pytest.fixture
def peer():
    seeds = iter(range(50, 100))
    with RawPeer(lambda connection: console(connection, seeds)) as server:
        yield server


def prompting(viewer, peer, number=0):
    """Waits for the prompt of the number-th connection: the window is still when it is there."""
    peer.connection(number).wait("security-type")
    viewer.window()
    last = viewer.shot()

    def still():
        nonlocal last
        before, last = last, viewer.shot()
        return before == last and len(set(last.rgb)) > 8
    wait_until(still, 20, "prompt", pause=0.3)
    return last


def enter(display, viewer, text):
    """Types it, with a look at what the prompt shows of it."""
    before = viewer.shot()
    display.xdo("type", "--delay", "30", text)
    wait_until(lambda: viewer.shot() != before, 10, "dots in the prompt")
    display.key(ENTER)


def test_right_password_is_asked_once(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        prompting(viewer, peer).save(directory / "prompt.png")
        enter(xvfb, viewer, RIGHT)
        viewer.wait_picture(guest_picture.picture(640, 480, 50))
        for number in (1, 2):
            peer.connection(number - 1).close(reset=True)
            assert peer.connection(number).wait("client-init").shared == 1
            viewer.wait_picture(guest_picture.picture(640, 480, 50 + number))
        # The password's keys were not the guest's.
        assert not peer.connection(0).received("key") and not peer.connection(0).received("qemu-key")
        assert viewer.terminate() == 0


def test_wrong_password_can_be_mended(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        prompting(viewer, peer)
        enter(xvfb, viewer, "wrong")
        prompting(viewer, peer, 1).save(directory / "again.png")
        xvfb.xdo("type", "--delay", "30", "Right-12")
        xvfb.key(BACKSPACE)
        xvfb.key(ENTER)
        viewer.wait_picture(guest_picture.picture(640, 480, 50))


def test_three_wrong_passwords_are_the_end(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        for number in range(3):
            prompting(viewer, peer, number)
            enter(xvfb, viewer, f"wrong{number}")
        assert viewer.wait_exit() == PASSWORD
        assert "refused" in sentence(viewer)
        assert len(peer.connections) == 3


def test_escape_at_the_prompt_is_the_end(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        prompting(viewer, peer)
        xvfb.xdo("type", "abc")
        xvfb.key(ESCAPE)
        assert viewer.wait_exit() == PASSWORD
        sentence(viewer)
        assert len(peer.connections) == 1


def test_empty_answer_is_none(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        before = prompting(viewer, peer)
        xvfb.key(ENTER)
        assert prompting(viewer, peer) == before and viewer.running()
        assert viewer.terminate() == 0


def test_prompt_waits_longer_than_the_timeout(peer, xvfb, directory):
    """A person may think as long as they like; the time limit is for machines."""
    with shown(directory, xvfb, "--timeout", "8s", peer.url) as viewer:
        prompting(viewer, peer)
        time.sleep(10)
        assert viewer.running()
        enter(xvfb, viewer, RIGHT)
        viewer.wait_picture(guest_picture.picture(640, 480, 50))


@pytest.mark.parametrize("seconds", [0.3, 4])
def test_link_goes_while_the_prompt_is_open(peer, xvfb, directory, seconds):
    with shown(directory, xvfb, peer.url) as viewer:
        prompting(viewer, peer)
        xvfb.xdo("type", "--delay", "30", RIGHT[:3])
        peer.connection(0).close(reset=True)
        # At once, or when the viewer has noticed for long: the answer is for the next attempt.
        time.sleep(seconds)
        enter(xvfb, viewer, RIGHT[3:])
        viewer.wait_picture(guest_picture.picture(640, 480, 50))
        assert len(peer.connections) == 2


def hasty(directory, display, server):
    """A viewer that tries for ever, and whose pause of a minute is 60 ms."""
    return Viewer(directory, "--retry", "forever", server.url, display=display,
                  env={"ECSVIEW_TEST_HASTE": "1000"}, program=TESTING)


def assert_shown(viewer, server, connections):
    viewer.wait_picture(guest_picture.picture(640, 480, 50))
    assert len(server.connections) == connections
    assert viewer.terminate() == 0


def test_prompt_that_nobody_answers_does_not_end_the_attempts(xvfb, directory):
    """A kiosk without a password: the server may want none the next time."""
    numbers = itertools.count()

    def script(connection):
        if next(numbers) < 2:
            connection.send(rfb_server.VERSION)
            connection.read(12)
            connection.send(b"\x01\x02")
            connection.read(1)
            connection.send(bytes(16))
            connection.close(reset=True)
        else:
            console(connection, iter([50]), password=None)

    with RawPeer(script) as server, hasty(directory, xvfb, server) as viewer:
        assert_shown(viewer, server, connections=3)


def test_answer_without_a_link_is_for_the_next_one(xvfb, directory):
    """Typed while the next attempt has not come to the question yet, which is then not asked."""
    numbers, typed = itertools.count(), threading.Event()

    def script(connection):
        if next(numbers) == 1:
            connection.record("reached")
            typed.wait(30)
        console(connection, iter([50]))

    with RawPeer(script) as server, hasty(directory, xvfb, server) as viewer:
        prompting(viewer, server)
        xvfb.focus(viewer.window())
        server.connection(0).close(reset=True)
        server.connection(1).wait("reached")
        enter(xvfb, viewer, RIGHT)
        typed.set()
        assert_shown(viewer, server, connections=2)


def test_qemu_asks_and_takes_the_password(guest_image, xvfb, directory):
    with Qemu(guest_image, directory, password="qemu-pw") as machine:
        with Link(machine.port) as link:
            with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
                wait_until(lambda: link.down.passed >= 12 + 2 + 16, 20, "challenge")
                wait_until(lambda: len(set(viewer.shot().rgb)) > 8, 20, "prompt")
                enter(xvfb, viewer, "qemu-pw")
                wait_frozen(viewer, machine)
                link.cut()
                machine.paint(99)
                wait_frozen(viewer, machine, "again")
                assert link.accepted == 2


def test_cloud_asks_for_the_password(xvfb, directory):
    file = directory / "vnc-password"
    file.write_text(RIGHT)
    with EcsSim(directory, "--still", "--vnc-password-file", file) as sim:
        with Viewer(directory, *sim.args(), sim.instance, env=sim.env(), display=xvfb) as viewer:
            sim.wait_log(event="message", kind="security_type")
            xvfb.focus(viewer.window())
            wait_until(lambda: len(set(viewer.shot().rgb)) > 8, 20, "prompt")
            enter(xvfb, viewer, RIGHT)
            sim.wait_log(event="vnc_auth", verdict="ok")
            sim.signal(signal.SIGUSR2)
            shown_by_sim = picture.load(sim.wait_log(event="picture")[0]["path"])
            viewer.wait_picture(shown_by_sim)
            sim.cut()
            sim.wait_log(count=2, event="vnc_auth", verdict="ok")
            viewer.wait_picture(shown_by_sim)
            assert not sim.log(event="vnc_auth", verdict="refused")


# The banner.

def test_lost_console_comes_back_at_once(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        dump = wait_frozen(viewer, qemu)
        qemu.freeze()
        sim.cut()
        # Too soon for a banner; QEMU's first picture for a new client may be black.
        sim.wait_log(count=2, event="connect")
        viewer.wait_picture(dump)
        urls = [entry["url"] for entry in sim.log(event="issue")]
        assert len(urls) == 2 and urls[0] != urls[1]
        assert [entry["verdict"] for entry in sim.log(event="connect")] == ["ok", "ok"]
        qemu.cont()
        qemu.paint(77)
        wait_frozen(viewer, qemu, "new")
        assert viewer.terminate() == 0


def test_banner_while_nothing_answers(qemu, xvfb, directory):
    with Link(qemu.port) as link, shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
        dump = wait_frozen(viewer, qemu)
        link.refuse = True
        link.cut()
        wait_until(lambda: link.accepted >= 4, 30, "third attempt")
        shot = viewer.shot()
        shot.save(directory / "banner.png")
        assert picture.difference(shot, dump) is not None
        # A person sees the seconds count, so the banner changes.
        wait_until(lambda: viewer.shot() != shot, 10, "change of the banner")
        link.refuse = False
        wait_frozen(viewer, qemu, "again")


def test_keys_during_a_banner_are_lost_not_late(qemu, xvfb, directory):
    """A key typed at a dead console must not reach the guest minutes later."""
    with Link(qemu.port) as link, shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
        dump = wait_frozen(viewer, qemu)
        since = qemu.serial.mark()
        link.refuse = True
        link.cut()
        wait_until(lambda: viewer.shot() != dump, 10, "banner")
        xvfb.key(30)
        link.refuse = False
        wait_frozen(viewer, qemu, "again")
        xvfb.key(31)
        qemu.serial.wait("key 9f", since)
        assert qemu.serial.since(since, "key") == ["key 1f", "key 9f"]
