# SPDX-License-Identifier: GPL-2.0-or-later
"""The same picture through servers and tunnels that other people wrote: QEMU, TigerVNC's Xvnc and
x11vnc; websockify and nginx in front; with and without a password."""

import re

import pytest

from lib import guest_picture, picture, rfb_server
from lib.consoles import shown, take_shot, wait_frozen
from lib.peers import Nginx, Websockify, X11vnc, Xvnc
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer

PASSWORD = "aB3xY9"  # six of [A-Za-z0-9], as the platform has them


# Where the viewer finds its password: each gives (options, variables).

def by_file(directory):
    path = directory / "password"
    path.write_text(PASSWORD + "\n")
    return ["--password-file", path], {}


def by_variable(directory):
    return [], {"ECSVIEW_VNC_PASSWORD": PASSWORD}


def by_credential(directory):
    home = directory / "credentials"
    home.mkdir()
    (home / "vnc-password").write_text(PASSWORD)
    return [], {"CREDENTIALS_DIRECTORY": str(home)}


def without(directory):
    return [], {}


WAYS = [by_file, by_variable, by_credential]


def name_of(function):
    return function.__name__


def url_of(peer):
    return f"vnc://127.0.0.1:{peer.port}"


@pytest.mark.parametrize("way", [without, *WAYS], ids=name_of)
@pytest.mark.parametrize("kind", [Xvnc, X11vnc])
def test_plain_servers(xvfb, directory, kind, way):
    options, env = way(directory)
    with kind(directory, password=None if way is without else PASSWORD) as server:
        with shown(directory, xvfb, *options, url_of(server), env=env) as viewer:
            for seed in (1, 130):
                server.paint(seed)
                viewer.wait_picture(server.screenshot, name=f"seed-{seed}")
                assert viewer.shot() == guest_picture.picture(seed=seed)


@pytest.mark.parametrize("way", WAYS, ids=name_of)
def test_qemu_with_a_password(guest_image, directory, way):
    options, env = way(directory)
    with Qemu(guest_image, directory, password=PASSWORD) as qemu:
        path = take_shot(directory, url_of(qemu), *options, env=env)
        picture.assert_equal(picture.load(path), qemu.screendump(), directory)


def test_a_password_that_nobody_asks_for_does_no_harm(qemu, directory):
    options, env = by_variable(directory)
    path = take_shot(directory, url_of(qemu), *options, env=env)
    picture.assert_equal(picture.load(path), qemu.screendump(), directory)


def test_a_window_with_a_password_through_wss(guest_image, xvfb, directory, certs):
    options, env = by_credential(directory)
    with Qemu(guest_image, directory, password=PASSWORD) as qemu, \
            Websockify(directory, qemu.port, certs.right) as tunnel, \
            shown(directory, xvfb, "--ca-file", certs.ca, *options, tunnel.url, env=env) as viewer:
        wait_frozen(viewer, qemu)


# Tunnels.

@pytest.mark.parametrize("password", [None, PASSWORD], ids=["open", "password"])
@pytest.mark.parametrize("kind", [Xvnc, X11vnc])
def test_websockify_behind_tls(xvfb, directory, certs, kind, password):
    options, env = (by_variable if password else without)(directory)
    with kind(directory, password=password) as server, \
            Websockify(directory, server.port, certs.right) as tunnel, \
            shown(directory, xvfb, "--ca-file", certs.ca, *options, tunnel.url, env=env) as viewer:
        for seed in (2, 201):
            server.paint(seed)
            viewer.wait_picture(server.screenshot, name=f"seed-{seed}")
            assert viewer.shot() == guest_picture.picture(seed=seed)


@pytest.mark.parametrize("pair", ["right", "rsa"])
@pytest.mark.parametrize("protocols", ["TLSv1.2", "TLSv1.3"])
def test_nginx_with_one_tls_version(qemu, xvfb, directory, certs, protocols, pair):
    chosen = getattr(certs, pair)
    with Nginx(directory, qemu.ws_port, chosen, protocols, target_path="/") as front, \
            shown(directory, xvfb, "--ca-file", certs.ca, front.url) as viewer:
        for seed in (3, 202):
            qemu.noise(seed)
            wait_frozen(viewer, qemu, f"seed-{seed}")


def test_nginx_gets_the_address_as_it_stands(qemu, directory, certs):
    """The path and the query, to the byte: nothing decoded, nothing added."""
    with Nginx(directory, qemu.ws_port, certs.right, target_path="/") as front:
        take_shot(directory, front.url, "--ca-file", certs.ca)
        # Written when the connection ends.
        log = next(directory.glob("nginx-*/access.log"))
        line = wait_until(log.read_text, 20, "line of the log")
    assert '"GET /websockify/?s=abc%2Bd HTTP/1.1" 101' in line


def test_qemu_itself_behind_tls(guest_image, xvfb, directory, certs):
    with Qemu(guest_image, directory, tls=certs.qemu_dir) as qemu:
        with shown(directory, xvfb, "--ca-file", certs.ca,
                   f"wss://localhost:{qemu.ws_port}/") as viewer:
            for seed in (4, 203):
                qemu.noise(seed)
                wait_frozen(viewer, qemu, f"seed-{seed}")


def test_plain_websocket_on_loopback(qemu, directory):
    path = take_shot(directory, f"ws://127.0.0.1:{qemu.ws_port}/")
    picture.assert_equal(picture.load(path), qemu.screendump(), directory)


@pytest.mark.parametrize("encoding", [rfb_server.RAW, rfb_server.ZLIB], ids=["raw", "zlib"])
def test_a_frame_may_end_anywhere(xvfb, directory, certs, encoding):
    """RFB is a stream of bytes: a message is cut by frames, and a frame has several messages."""
    whole = guest_picture.picture(640, 480, 17)
    rect = {rfb_server.RAW: rfb_server.picture_rect(0, 0, whole),
            rfb_server.ZLIB: rfb_server.zlib_rect(0, 0, 640, 480,
                                                  rfb_server.picture_rect(0, 0, whole)[12:])}
    half = rfb_server.picture_rect(0, 0, whole.crop(0, 0, 320, 480))

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        data = (rfb_server.bell() + rfb_server.update(half) + rfb_server.bell()
                + rfb_server.update(rect[encoding]))
        for size in (1, 2, 3, 11, 12, 13, 125, 126, 127, 65535, 65536):
            connection.send(data[:size])
            data = data[size:]
        connection.send(data)
        connection.hold()

    with RawPeer(script, "wss", certs.right) as peer:
        with shown(directory, xvfb, "--ca-file", certs.ca, peer.url) as viewer:
            viewer.wait_picture(whole)


# One pacer: whoever asks for pictures, nobody asks beside it. At most one request for each update
# that is over, and one for the whole screen at the start and for each size told.

def test_requests_counted_by_x11vnc(xvfb, directory):
    """libvncserver's own statistics, which it writes when a client has gone. x11vnc offers the
    table of messages that would switch libvncclient's automatic requests on again."""
    with X11vnc(directory) as server:
        with shown(directory, xvfb, url_of(server)) as viewer:
            for seed in range(10, 16):
                server.paint(seed)
                viewer.wait_picture(server.screenshot, name=f"seed-{seed}")
            assert viewer.terminate() == 0
        sent, received = wait_until(lambda: statistics(server.log()), 20, "statistics")
    whole_screens = 1 + sent.get("ExtendedDesktopSize", 0) + sent.get("NewFBSize", 0)
    assert sent["FramebufferUpdate"] > 6
    assert received["FramebufferUpdate"] <= sent["FramebufferUpdate"] + whole_screens


def statistics(log):
    """Counts of messages (sent, received), or None before there are both."""
    tables = [{name: int(count) for name, count in re.findall(r"(\w+) +: +(\d+) \|", table)}
              for table in log.split("Statistics")[1:]]
    # x11vnc writes two for the probe of its port too, which are empty.
    full = [table for table in tables if "TOTALS" in table and "FramebufferUpdate" in table]
    return full if len(full) == 2 else None


def test_requests_counted_by_a_scripted_server(xvfb, directory):
    """Some updates come unasked; a change of size asks for the whole screen once more."""
    first, second = guest_picture.picture(640, 480, 1), guest_picture.picture(800, 600, 2)

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        for count in range(1, 6):
            connection.update(rfb_server.picture_rect(0, 0, first.crop(0, 0, 640, 96 * count)))
            connection.wait("fbur", count=1 + count)
        for row in range(4):
            connection.update(rfb_server.picture_rect(0, 0, first.crop(0, 0, 640, 1 + row)))
        connection.update(rfb_server.desktop_size(800, 600))
        connection.wait("fbur", where=lambda m: not m.incremental and m.width == 800)
        connection.update(rfb_server.picture_rect(0, 0, second))
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(second)
        assert viewer.terminate() == 0
        connection = peer.connection()
        connection.wait_closed()
        requests = connection.received("fbur")
        whole = [m for m in requests if not m.incremental]
        assert [(m.x, m.y, m.width, m.height) for m in whole] == [(0, 0, 640, 480),
                                                                  (0, 0, 800, 600)]
        assert requests[0] == whole[0]
        updates = 5 + 4 + 1 + 1
        assert 6 <= len(requests) <= updates + len(whole)
        assert {m.name for m in connection.received()} <= {
            "version", "security-type", "client-init", "set-pixel-format", "set-encodings", "fbur"}
