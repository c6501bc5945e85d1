# SPDX-License-Identifier: GPL-2.0-or-later
"""The library itself, judged by programs that other people wrote."""

import os
import signal
import socket
import ssl
import subprocess
import time

import pytest

from lib import guest_picture, picture, rfb_server, vncauth, websocket
from lib.display import Xvfb
from lib.link import Link
from lib.peers import Nginx, Websockify, X11vnc, Xvnc
from lib.process import Child, descendants, wait_until
from lib.qemu import RESOLUTIONS, Qemu
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.viewer import Viewer

SMALL = picture.Picture(4, 2, bytes(range(24)))
KEYS = {  # qcode: bytes of set 1 when pressed
    "a": "1e", "ret": "1c", "f11": "57", "f12": "58", "shift_r": "36", "ctrl": "1d",
    "ctrl_r": "e0 1d", "alt_r": "e0 38", "up": "e0 48", "insert": "e0 52", "delete": "e0 53",
    "kp_enter": "e0 1c", "kp_divide": "e0 35", "kp_5": "4c", "meta_l": "e0 5b", "compose": "e0 5d",
    "caps_lock": "3a", "num_lock": "45", "less": "56", "ro": "73", "yen": "7d"}


def tigervnc(directory, port, display, *options):
    return Viewer(directory, "-RemoteResize=0", "-AutoSelect=0", "-PreferredEncoding=ZRLE",
                  "-ReconnectOnError=0", *options, f"127.0.0.1::{port}", display=display,
                  program=["xtigervncviewer"])


def greeting(port):
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        return receive(client, 12)


def receive(client, count):
    data = b""
    while len(data) < count:
        data += client.recv(count - len(data)) or pytest.fail(f"closed after {data!r}")
    return data


def upgrade(client, path="/websockify"):
    """A websocket handshake by hand; the bytes after the answer's head."""
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: binary\r\n\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(1) or pytest.fail(f"closed after {data!r}")
    assert data.startswith(b"HTTP/1.1 101"), data
    # The answer to the sample key of RFC 6455.
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in data
    return data


def first_frame(client, path="/websockify"):
    upgrade(client, path)
    data = b""
    while True:
        frame, _ = websocket.take_frame(data)
        if frame is not None:
            return frame
        data += client.recv(4096) or pytest.fail(f"closed after {data!r}")


def tls(port, ca, name="localhost"):
    context = ssl.create_default_context(cafile=str(ca))
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 10),
                               server_hostname=name)


# The guest.

def test_guest_paints_what_python_computes(qemu, directory):
    picture.assert_equal(qemu.screendump(), guest_picture.picture(), directory)
    qemu.paint(200)
    picture.assert_equal(qemu.screendump(), guest_picture.picture(seed=200), directory)
    qemu.noise(3)
    picture.assert_equal(qemu.screendump(), guest_picture.noise(seed=3), directory)
    qemu.black()
    picture.assert_equal(qemu.screendump(), guest_picture.black(), directory)


@pytest.mark.parametrize("size", [s for s in RESOLUTIONS if s != (720, 400)],
                         ids=lambda s: f"{s[0]}x{s[1]}")
def test_guest_changes_resolution(qemu, directory, size):
    qemu.resolution(*size)
    picture.assert_equal(qemu.screendump(), guest_picture.picture(*size), directory)


def test_guest_goes_to_text_and_back(qemu, directory):
    qemu.paint(7)
    for _ in range(2):
        qemu.resolution(720, 400)
        shown = qemu.screendump()
        assert (shown.width, shown.height) == (720, 400)
        picture.assert_equal(shown.crop(0, 16, 720, 384), guest_picture.text_cells(7), directory)
        qemu.resolution(1280, 800)
        picture.assert_equal(qemu.screendump(), guest_picture.picture(seed=7), directory)


def test_guest_animates_and_stops(qemu, directory):
    qemu.animate()
    first = qemu.stop_animation()
    qemu.animate()
    wait_until(lambda: qemu.stop_animation() > first or qemu.animate(), 10, "step")
    count = qemu.step()
    expected = guest_picture.with_overlays(guest_picture.picture(), counter=count)
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_and_shows_keys(qemu, directory):
    cells = {}
    for code, wire in KEYS.items():
        since = qemu.serial.mark()
        qemu.send_keys((code, True), (code, False))
        *prefix, scancode = wire.split()
        released = " ".join([*prefix, f"{int(scancode, 16) | 0x80:02x}"])
        assert qemu.serial.wait_count(2, "key", since) == [f"key {wire}", f"key {released}"]
        cells[int(scancode, 16) | (0x80 if prefix else 0)] = False
    since = qemu.serial.mark()
    qemu.send_keys(("pause", True), ("pause", False), ("b", True))
    assert qemu.serial.wait_count(3, "key", since) == ["key e1 1d 45", "key e1 9d c5", "key 30"]
    cells.update({0x30: True, 0x45: False})
    qemu.serial.command("i")  # answered after the keys were painted
    expected = guest_picture.with_overlays(guest_picture.picture(), keys=cells)
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_keys_of_send_key(qemu):
    keys = [{"type": "qcode", "data": code} for code in ("ctrl", "alt", "delete")]
    qemu.qmp.execute("send-key", keys=keys)
    assert qemu.serial.wait_count(6, "key") == [
        "key 1d", "key 38", "key e0 53", "key e0 d3", "key b8", "key 9d"]


def test_guest_reports_a_relative_pointer(qemu, directory):
    qemu.pointer_relative(30, 40)
    qemu.button("left", True)
    qemu.button("right", True)
    qemu.button("left", False)
    qemu.button("right", False)
    qemu.button("wheel-up", True)
    qemu.button("wheel-down", True)
    assert qemu.serial.wait_count(7, "ps2") == [
        "ps2 30 -40 0 0", "ps2 0 0 1 0", "ps2 0 0 3 0", "ps2 0 0 2 0", "ps2 0 0 0 0",
        "ps2 0 0 0 -1", "ps2 0 0 0 1"]
    qemu.pointer_relative(-300, 500)  # QEMU splits it
    moves = [line.split() for line in qemu.serial.wait_count(11, "ps2")[7:]]
    assert sum(int(move[1]) for move in moves) == -300
    assert sum(int(move[2]) for move in moves) == -500
    qemu.serial.command("i")
    expected = guest_picture.with_overlays(guest_picture.picture(), cross=(0, 540))
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_an_absolute_pointer(qemu, directory):
    qemu.pointer_mode("absolute")
    qemu.pointer_absolute(32767, 32767)
    qemu.pointer_absolute(16384, 8192)
    qemu.button("middle", True)
    qemu.button("middle", False)
    qemu.button("wheel-down", True)
    assert qemu.serial.wait_count(6, "abs") == [
        "abs 65534 65534 0 0", "abs 32768 16384 0 0", "abs 32768 16384 4 0",
        "abs 32768 16384 0 0", "abs 32768 16384 0 1", "abs 32768 16384 0 0"]
    qemu.serial.command("i")
    expected = guest_picture.with_overlays(guest_picture.picture(), cross=(640, 200))
    picture.assert_equal(qemu.screendump(), expected, directory)
    assert not qemu.serial.since(0, "ps2")
    qemu.pointer_mode("ps2")
    qemu.pointer_relative(1, 0)
    qemu.serial.wait("ps2 1 0 0 0")


def test_guest_waits_frozen_and_goes_on(qemu):
    qemu.animate()
    qemu.freeze()
    first = qemu.screendump()
    assert qemu.screendump() == first
    qemu.cont()
    wait_until(lambda: qemu.screendump() != first, 20, "change")


def test_guest_sleeps_when_idle(qemu):
    def ticks():
        with open(f"/proc/{qemu.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])
    before = ticks()
    time.sleep(2)
    # Far from the 200 ticks of a guest that spins, far above the few of one that sleeps.
    assert ticks() - before < 60


# VNC servers and viewers.

def test_tigervnc_shows_the_guest(qemu, xvfb, directory):
    with tigervnc(directory, qemu.port, xvfb) as viewer:
        viewer.wait_picture(guest_picture.picture(), name="first")
        qemu.paint(90)
        viewer.wait_picture(qemu.screendump, name="changed")
        qemu.resolution(800, 600)
        viewer.wait_picture(guest_picture.picture(800, 600, 90), name="smaller")


def test_a_wrong_pixel_is_found(qemu, xvfb, directory):
    right = guest_picture.picture()
    wrong = bytearray(right.rgb)
    wrong[3 * (700 * 1280 + 1279)] ^= 1
    with tigervnc(directory, qemu.port, xvfb) as viewer:
        viewer.wait_picture(right)
        with pytest.raises(AssertionError, match=r"1 of 1024000 pixels differ, inside "
                                                 r"1x1\+1279\+700.*picture-actual.png"):
            viewer.wait_picture(picture.Picture(1280, 800, bytes(wrong)), seconds=0.3)
    assert (directory / "picture-expected.png").exists()


def test_input_reaches_the_guest(qemu, xvfb, directory):
    qemu.pointer_mode("absolute")
    with tigervnc(directory, qemu.port, xvfb) as viewer:
        viewer.wait_picture(guest_picture.picture())
        window = viewer.window()
        xvfb.focus(window)
        xvfb.mouse_move(320, 400, window)
        xvfb.click(3)  # TigerVNC does not send the motion before
        qemu.serial.wait("abs 16382 32766 2 0")
        xvfb.key(30)
        qemu.serial.wait("key 1e")
        xvfb.key_down(29)
        qemu.serial.wait("key 1d")
        xvfb.key_up(29)
        qemu.serial.wait("key 9d")


@pytest.mark.parametrize("password", [None, "s3cret"])
def test_xvnc(xvfb, directory, password):
    with Xvnc(directory, password=password) as server:
        assert greeting(server.port) == b"RFB 003.008\n"
        server.paint(5)
        options = []
        if password:
            (directory / "passwd").write_bytes(vncauth.password_file(password))
            options = ["-passwd", directory / "passwd"]
        with tigervnc(directory, server.port, xvfb, *options) as viewer:
            viewer.wait_picture(server.screenshot)
            viewer.wait_picture(guest_picture.picture(seed=5))


def test_x11vnc(xvfb, directory):
    with X11vnc(directory) as server:
        assert greeting(server.port) == b"RFB 003.008\n"
        painted = server.paint(9)
        with tigervnc(directory, server.port, xvfb) as viewer:
            viewer.wait_picture(painted)


def test_qemu_password(guest_image, xvfb, directory):
    with Qemu(guest_image, directory, password="abc123") as machine:
        (directory / "passwd").write_bytes(vncauth.password_file("abc123"))
        with tigervnc(directory, machine.port, xvfb, "-passwd", directory / "passwd") as viewer:
            viewer.wait_picture(guest_picture.picture())


def test_qemu_websocket(qemu):
    with socket.create_connection(("127.0.0.1", qemu.ws_port), 10) as client:
        assert first_frame(client, "/").payload == b"RFB 003.008\n"


def test_qemu_wss(guest_image, certs, directory):
    with Qemu(guest_image, directory, tls=certs.qemu_dir, boot=False) as machine:
        with tls(machine.ws_port, certs.ca) as client:
            assert first_frame(client, "/").payload == b"RFB 003.008\n"


def test_websockify_with_tls(qemu, certs, directory):
    with Websockify(directory, qemu.port, certs.right) as tunnel:
        with tls(tunnel.port, certs.ca) as client:
            assert first_frame(client).payload == b"RFB 003.008\n"


def test_nginx_with_tls(qemu, certs, directory):
    with Nginx(directory, qemu.ws_port, certs.right, protocols="TLSv1.3",
               target_path="/") as front:
        with tls(front.port, certs.ca) as client:
            assert client.version() == "TLSv1.3"
            assert first_frame(client, "/websockify/?s=abc%2Bd").payload == b"RFB 003.008\n"


def test_sim_carries_the_guest(sim):
    host, _, port = sim.wss.removeprefix("wss://").partition(":")
    assert host == "127.0.0.1"
    with tls(int(port), sim.ca, host) as client:
        client.sendall(b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(9) == b"HTTP/1.1 "


# Certificates.

@pytest.mark.parametrize("kind, refusal", [
    ("right", None), ("rsa", None), ("wrong_host", "Hostname mismatch"), ("expired", "expired"),
    ("unknown", "unable to get local issuer"), ("self_signed", "self-signed")])
def test_certificates(certs, kind, refusal):
    with RawPeer(lambda connection: connection.hold(), "wss", getattr(certs, kind)) as peer:
        if refusal is None:
            with tls(peer.port, certs.ca) as client:
                upgrade(client)
        else:
            with pytest.raises(ssl.SSLCertVerificationError, match=refusal):
                tls(peer.port, certs.ca)


def test_pin_is_what_openssl_computes(certs):
    command = (f"openssl x509 -in {certs.right.cert} -pubkey -noout | openssl pkey -pubin "
               "-outform der | openssl dgst -sha256 -binary | base64")
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, timeout=10, check=True)
    assert certs.pin(certs.right) == "sha256//" + done.stdout.decode().strip()


# The raw peer.

def test_raw_peer_serves_tigervnc(xvfb, directory):
    shown = guest_picture.picture(640, 480, 33)

    def script(connection):
        assert connection.handshake(640, 480, password="pw1234")
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, shown))
        connection.hold()

    (directory / "passwd").write_bytes(vncauth.password_file("pw1234"))
    with RawPeer(script) as peer:
        with tigervnc(directory, peer.port, xvfb, "-passwd", directory / "passwd") as viewer:
            viewer.wait_picture(shown)
            xvfb.focus(viewer.window())
            xvfb.mouse_move(100, 50, viewer.window())
            xvfb.click()
            xvfb.key(31)
            connection = peer.connection()
            connection.wait("pointer", where=lambda m: m.fields == {"buttons": 1, "x": 100, "y": 50})
            assert connection.wait("key", where=lambda m: m.down).keysym == ord("s")
            assert rfb_server.DESKTOP_SIZE in connection.wait("set-encodings").encodings
            assert connection.wait("client-init").shared in (0, 1)
        connection.wait_closed()


def test_raw_peer_stalls_in_mid_rectangle(xvfb, directory):
    shown = guest_picture.picture(640, 480)
    rest = {}

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        data = rfb_server.update(rfb_server.picture_rect(0, 0, shown))
        connection.send(data[:100000])
        rest["data"] = data[100000:]
        connection.hold()

    with RawPeer(script) as peer:
        with tigervnc(directory, peer.port, xvfb) as viewer:
            viewer.window()
            connection = peer.connection()
            wait_until(lambda: "data" in rest, 10, "half a picture")
            with pytest.raises(AssertionError):
                viewer.wait_picture(shown, seconds=0.5)
            connection.send(rest["data"])
            viewer.wait_picture(shown)


def test_raw_peer_sends_wrong_frames(certs):
    def script(connection):
        assert connection.request.protocols() == ["binary"]
        connection.frame(websocket.TEXT, b"text")
        connection.frame(websocket.BINARY, b"masked", mask=b"abcd")
        connection.frame(websocket.BINARY, b"short", length=1 << 40)
        connection.close(reset=True)

    with RawPeer(script, "wss", certs.right) as peer, tls(peer.port, certs.ca) as client:
        upgrade(client)
        data = b""
        try:
            while more := client.recv(4096):
                data += more
        except (ConnectionResetError, ssl.SSLEOFError):
            pass
        text, data = websocket.take_frame(data)
        assert (text.opcode, text.payload) == (websocket.TEXT, b"text")
        masked, data = websocket.take_frame(data)
        assert masked.masked and masked.payload == b"masked"
        assert data == b"\x82\x7f" + (1 << 40).to_bytes(8, "big") + b"short"


def test_raw_peer_records_what_comes_split(certs):
    wire = (b"RFB 003.008\n\x01\x01"
            b"\x03\x01\0\x01\0\x02\0\x03\0\x04"                       # request
            b"\xff\0\0\x01\0\0\0\x61\0\0\0\x1e"                       # extended key
            b"\x06\0\0\0\0\0\0\x02hi" b"\x06\0\0\0\xff\xff\xff\xfb\0\0\0\x01z"
            b"\xfb\0\x03\x20\x02\x58\x01\0" + bytes(16) + b"\x63more")

    def script(connection):
        connection.handshake()
        connection.hold()

    with RawPeer(script, "ws") as peer:
        with socket.create_connection(("127.0.0.1", peer.port), 10) as client:
            upgrade(client)
            client.sendall(websocket.frame(websocket.PING, b"tick", mask=b"mask"))
            for byte in wire:
                client.sendall(websocket.frame(websocket.BINARY, bytes([byte]), mask=b"\1\2\3\4"))
            connection = peer.connection()
            assert connection.wait("unknown").rest in (b"", b"more"[:4])
        assert connection.wait("ws-ping").payload == b"tick"
        request = connection.wait("fbur")
        assert request.incremental and (request.x, request.height) == (1, 4)
        key = connection.wait("qemu-key")
        assert (key.down, key.keysym, key.scancode) == (True, ord("a"), 0x1e)
        assert connection.wait("cut-text").text == b"hi"
        assert connection.wait("extended-cut").fields == {"flags": 1, "data": b"z"}
        assert connection.wait("set-desktop-size").width == 800


def test_raw_peer_tells_a_wrong_script(directory):
    def script(connection):
        raise ValueError("spoiled")

    with pytest.raises(ValueError, match="spoiled"):
        with RawPeer(script) as peer:
            socket.create_connection(("127.0.0.1", peer.port), 10).close()
            peer.connection()
            wait_until(lambda: peer.errors, 10, "error")


# The link.

def echo_peer():
    def script(connection):
        while True:
            connection.send(connection.read(1))
    return RawPeer(script)


def test_link_passes_stalls_and_cuts():
    with echo_peer() as peer, Link(peer.port) as link:
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            client.sendall(b"a")
            assert client.recv(1) == b"a"
            link.down.stall()
            client.sendall(b"b")
            peer.connection()
            client.settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.recv(1)
            link.down.resume()
            client.settimeout(10)
            assert client.recv(1) == b"b"
            link.down.stall_after = 4
            client.sendall(b"cdef")
            assert receive(client, 2) == b"cd"
            link.down.wait_passed(4)
            assert link.down.passed == 4
            link.cut()
            with pytest.raises(ConnectionResetError):
                while client.recv(16):
                    pass


def test_link_delays_and_limits():
    def script(connection):
        connection.send(bytes(100000))
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, delay=0.2) as link:
        link.down.rate = 200000
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            first = client.recv(1)
            to_first = time.monotonic() - began
            left = 100000 - len(first)
            while left:
                left -= len(client.recv(left))
            # Lower bounds only: a loaded machine can be slower, never faster.
            assert to_first >= 0.2
            assert time.monotonic() - began >= 0.2 + 0.5


def test_link_refuses_and_finishes():
    with echo_peer() as peer, Link(peer.port) as link:
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            client.sendall(b"a")
            assert client.recv(1) == b"a"
            link.finish()
            assert client.recv(1) == b""
        link.refuse = True
        with pytest.raises(ConnectionResetError):
            with socket.create_connection(("127.0.0.1", link.port), 10) as client:
                client.recv(1)
        assert link.accepted == 2


# Displays and processes.

def test_windows_under_openbox(directory):
    with Xvfb(directory, wm="openbox") as display:
        child = display.start(["xev", "-geometry", "300x200+10+20"], "xev")
        window = display.wait_window(name="Event Tester")
        display.resize(window, 400, 300)
        wait_until(lambda: display.geometry(window)[2:] == (400, 300), 10, "new size")
        assert display.window_shot(window).width == 400
        display.move_window(window, 100, 150)
        wait_until(lambda: display.geometry(window)[:2] >= (100, 150), 10, "new place")
        wait_until(lambda: display.focused() == window, 10, "focus")
        assert child.running()


def test_input_is_like_a_real_one(xvfb):
    child = xvfb.start(["xev", "-geometry", "400x300+100+50"], "xev")
    window = xvfb.wait_window(name="Event Tester")
    xvfb.focus(window)
    xvfb.mouse_move(30, 40, window)
    xvfb.mouse_move_by(5, 0)
    xvfb.click(3)
    xvfb.key(29, 30)
    wait_until(lambda: child.stdout().count("KeyRelease event") >= 2, 10, "keys")
    events = child.stdout().split("\n\n")
    x, y = xvfb.geometry(window)[:2]
    assert any("MotionNotify" in e and f"root:({x + 35},{y + 40})" in e for e in events)
    assert any("ButtonPress" in e and "button 3" in e for e in events)
    pressed = [e for e in events if "KeyPress event" in e]
    assert "keycode 37 (keysym 0xffe3, Control_L)" in pressed[0]
    assert "state 0x4, keycode 38 (keysym 0x61, a)" in pressed[1]
    assert all("synthetic NO" in e for e in pressed)


def test_both_screenshots_agree(xvfb, directory):
    shown = guest_picture.picture(1600, 1000, 3)
    shown.save(directory / "root.png")
    xvfb.start(["display", "-window", "root", directory / "root.png"], "display")
    wait_until(lambda: xvfb.screenshot() == shown, 20, "picture")
    xvfb.mouse_move(1599, 999)
    covered = picture.difference(xvfb.framebuffer(), shown)
    assert covered is None or "+15" in covered  # nothing but the cursor in its corner
    xvfb.mouse_move(200, 200)
    assert xvfb.screenshot() == shown


def test_picture_formats_agree(directory):
    SMALL.save(directory / "small.png")
    done = subprocess.run(["convert", directory / "small.png", "ppm:-"], stdout=subprocess.PIPE,
                          timeout=10, check=True)
    assert picture.of_ppm(done.stdout) == SMALL
    bgrx = b"".join(bytes([b, g, r, 9]) for r, g, b in (SMALL.pixel(x, y) for y in range(2)
                                                        for x in range(4)))
    assert picture.of_bgrx(4, 2, 16, bgrx) == SMALL
    padded = bgrx[:16] + bytes(4) + bgrx[16:] + bytes(4)
    assert picture.of_bgrx(4, 2, 20, padded) == SMALL
    assert SMALL.crop(1, 1, 2, 1).rgb == SMALL.rgb[15:21]
    assert "4x2 is not 2x1" in picture.difference(SMALL, SMALL.crop(0, 0, 2, 1))


def test_vnc_password_as_rfb_says():
    # A known password file: "password" as vncpasswd writes it.
    assert vncauth.password_file("password").hex() == "dbd83cfd727a1458"


def test_viewer_sees_its_processes_and_its_environment(directory):
    script = "sh -c 'sleep 60 & sleep 60' & echo ready >&2; env; read line; exit $line"
    with Viewer(directory, "-c", script, program=["sh"], stdin=b"7\n") as viewer:
        viewer.wait_stderr("ready")
        assert viewer.wait_exit() == 7
        names = {line.partition("=")[0] for line in viewer.stdout().splitlines()}
        assert not any(name.startswith("ALIBABA") for name in names) and "HOME" in names
    with Viewer(directory, "-c", "sh -c 'sleep 60 & sleep 60'; :", program=["sh"]) as viewer:
        decoder = viewer.decoder()
        assert viewer.spawner() != decoder and decoder in viewer.children()
        os.kill(decoder, signal.SIGKILL)
        viewer.decoder(other_than=decoder)


def test_children_die_with_the_test_process(directory):
    code = ("import sys, time; from lib.process import Child\n"
            "child = Child(['sleep', '60'], sys.argv[1], 'sleep'); print(child.pid, flush=True)\n"
            "time.sleep(60)")
    tester = Child(["/usr/bin/python3", "-c", code, directory], directory, "tester",
                   cwd=os.path.dirname(__file__))
    wait_until(tester.stdout, 20, "process id")
    assert descendants(tester.pid) == [int(tester.stdout())]
    tester.signal(signal.SIGKILL)
    tester.wait(5)
    wait_until(lambda: int(tester.stdout()) not in descendants(os.getpid()), 10, "end")
    tester.stop()


def test_sim_tells_its_log(directory):
    with EcsSim(directory, "--format", "xml") as cloud:
        assert cloud.api.startswith("https://") and cloud.ca.exists()
        assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in cloud.env()
        assert "--endpoint" in cloud.args()
