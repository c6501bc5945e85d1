# SPDX-License-Identifier: GPL-2.0-or-later
"""JPEG on a thin line: it is offered there and not elsewhere, it spares bytes, and the picture is the
server's to the pixel when it rests."""

import contextlib
import secrets
import time
from pathlib import Path

import pytest

from lib import rfb_server
from lib.consoles import shown
from lib.link import Link
from lib.peers import X11vnc, Xvnc
from lib.photo import are_close, photo
from lib.process import Child, wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

FAR_LINE = Path(__file__).resolve().parents[1] / "sim" / "far-line"
WIDTH, HEIGHT = 1024, 640
LONG = 100           # seconds that a picture may take to come on a busy machine
QUALITIES = set(range(-32, -22))
THIN = 500_000       # bytes a second


@contextlib.contextmanager
def thin_line(directory, port):
    """4 Mbit/s, 20 ms each way: (its port, what counts the bytes to the viewer)."""
    with Link(port) as link:
        argv = [FAR_LINE, f"127.0.0.1:{link.port}", "--rate", "4", "--delay", "20", "--buffer", "64"]
        child = Child(argv, directory, f"far-line-{secrets.token_hex(4)}")
        try:
            yield int(wait_until(child.stdout, 20, "line")), link.down
        finally:
            child.stop()


def bytes_for_photos(directory, xvfb, server, quality):
    """How many bytes come until each of two photos can be seen, once the line is known. At the end the
    window shows what the server does."""
    with thin_line(directory, server.port) as (port, down), \
            shown(directory, xvfb, "--quality", quality, f"vnc://127.0.0.1:{port}") as viewer:
        server.show(photo(WIDTH, HEIGHT, 1))
        viewer.wait_picture(server.screenshot, seconds=LONG, name=f"{quality}-first")
        before = down.passed
        for seed in (2, 3):
            picture = server.show(photo(WIDTH, HEIGHT, seed))
            wait_until(lambda picture=picture: are_close(viewer.shot(), picture), LONG, f"photo {seed}")
        taken = down.passed - before
        viewer.wait_picture(server.screenshot, seconds=LONG, name=f"{quality}-at-rest")
        return taken


@pytest.mark.parametrize("kind", [Xvnc, X11vnc])
def test_photos_take_fewer_bytes_and_are_exact_at_rest(xvfb, directory, kind):
    with kind(directory, WIDTH, HEIGHT) as server:
        lossless = bytes_for_photos(directory, xvfb, server, "lossless")
        auto = bytes_for_photos(directory, xvfb, server, "auto")
    print(f"{kind.__name__}: {lossless} bytes without loss, {auto} with JPEG")
    assert auto < 0.7 * lossless


@pytest.mark.parametrize("quality", ["auto", "lossless"])
@pytest.mark.parametrize("lossy", ["on", "off"])
def test_qemu_is_exact_at_rest(guest_image, xvfb, directory, lossy, quality):
    with Qemu(guest_image, directory, vnc=f"lossy={lossy}") as qemu, \
            thin_line(directory, qemu.port) as (port, _), \
            shown(directory, xvfb, "--quality", quality, f"vnc://127.0.0.1:{port}") as viewer:
        qemu.noise(1)
        viewer.wait_picture(qemu.screendump, seconds=LONG, name="noise")
        qemu.paint(2)
        qemu.animate()
        time.sleep(3)
        qemu.stop_animation()
        viewer.wait_picture(qemu.screendump, seconds=LONG, name="at-rest")


# Seen from the server.

def show_thin_line(connection):
    """The first picture: more than two seconds on the line."""
    connection.handshake(640, 480)
    connection.wait("fbur")
    connection.update(rfb_server.raw_rect(0, 0, 640, 480, 0x123456))
    connection.wait("fbur", count=2)


def lists(connection):
    return [set(m.encodings) for m in connection.received("set-encodings")]


def test_what_jpeg_drew_is_asked_for_without_loss(xvfb, directory):
    picture, seen = photo(640, 480, 5), {}

    def script(connection):
        show_thin_line(connection)
        connection.wait("set-encodings", count=2)
        seen["offer"] = lists(connection)
        connection.update(rfb_server.tight_jpeg_rect(0, 0, picture))
        mark = connection.mark()
        left = picture.height
        while left > 0:
            piece = connection.wait("fbur", since=mark, where=lambda m: not m.incremental)
            seen.setdefault("mending", lists(connection)[-1])
            mark = connection.mark()
            part = picture.crop(piece.x, piece.y, piece.width, piece.height)
            connection.update(rfb_server.picture_rect(piece.x, piece.y, part))
            left = picture.height - piece.y - piece.height
        connection.wait("set-encodings", count=4)
        seen["after"] = lists(connection)[-1]
        mark = connection.mark()
        time.sleep(3)
        seen["at rest"] = [m.name for m in connection.received(since=mark)
                           if m.name not in ("fbur", "set-encodings")]
        seen["pieces"] = [m for m in connection.received("fbur", since=mark) if not m.incremental]
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, rate=THIN) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
            wait_until(lambda: "pieces" in seen, LONG, "the rest")
            viewer.wait_picture(picture)
    first, second = seen["offer"]
    assert not first & QUALITIES
    assert second - first == {-26} and first <= second
    assert not seen["mending"] & QUALITIES
    assert seen["after"] == second
    assert seen["at rest"] == [] and seen["pieces"] == []


def test_lossless_offers_none_and_takes_none(xvfb, directory):
    seen = {}

    def script(connection):
        show_thin_line(connection)
        connection.update(rfb_server.raw_rect(0, 0, 640, 480, 0x654321))
        connection.wait("fbur", count=3)
        seen["lists"] = lists(connection)
        connection.update(rfb_server.tight_jpeg_rect(0, 0, photo(64, 64, 1)))
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, rate=THIN) as link:
        url = f"vnc://127.0.0.1:{link.port}"
        with shown(directory, xvfb, "--quality", "lossless", url):
            wait_until(lambda: "lists" in seen, LONG, "end of the pictures")
            peer.connection().wait_closed()
    assert not set().union(*seen["lists"]) & QUALITIES


def test_a_wide_line_hears_nothing_of_it(xvfb, directory):
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        for count in range(1, 9):
            connection.wait("fbur", count=count)
            connection.update(rfb_server.picture_rect(0, 0, photo(640, 480, count)))
        connection.wait("fbur", count=9)
        seen["lists"] = lists(connection)
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url):
        wait_until(lambda: "lists" in seen, LONG, "end of the pictures")
    assert not set().union(*seen["lists"]) & QUALITIES


@pytest.mark.parametrize("command", ["shot", "text"])
def test_commands_without_a_window_know_no_quality(directory, command):
    with Viewer(directory, command, "--quality", "auto", "vnc://127.0.0.1:1", "x.png") as viewer:
        assert viewer.wait_exit() == 2
