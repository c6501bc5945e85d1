# SPDX-License-Identifier: GPL-2.0-or-later
"""The library itself, judged by programs that other people wrote."""

import os
import signal
import socket
import ssl
import subprocess
import urllib.parse
from pathlib import Path

import pytest

from lib import guest_picture, picture, vncauth
from lib.bare_client import first_frame, greeting, tls, upgrade, vnc_url
from lib.display import Xvfb
from lib.peers import Nginx, Websockify, X11vnc, Xvnc
from lib.process import Child, descendants, wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.tigervnc import tigervnc
from lib.viewer import Viewer

SMALL = picture.Picture(4, 2, bytes(range(24)))


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
    url = urllib.parse.urlsplit(vnc_url(sim))
    assert (url.scheme, f"{url.scheme}://{url.netloc}") == ("wss", sim.wss)
    with tls(url.port, sim.ca, url.hostname) as client:
        assert first_frame(client, f"{url.path}?{url.query}").payload == b"RFB 003.008\n"
    assert sim.wait_log()


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
    named = directory / "ecsview-decoder"  # a process bears the name that its program was called by
    named.symlink_to("/bin/sleep")
    with Viewer(directory, "-c", f"sh -c '{named} 60 & {named} 60'; :", program=["sh"]) as viewer:
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
    child = int(tester.stdout())
    assert descendants(tester.pid) == [child]
    # Not before setpriv has asked for its signal and has become what it was to start.
    wait_until(lambda: Path(f"/proc/{child}/comm").read_text() == "sleep\n", 20, "child")
    tester.signal(signal.SIGKILL)
    tester.wait(5)
    wait_until(lambda: child not in descendants(os.getpid()), 10, "end")
    tester.stop()


def test_sim_tells_its_log(directory):
    with EcsSim(directory, "--format", "xml") as cloud:
        assert cloud.api.startswith("https://") and cloud.ca.exists()
        assert "ALIBABA_CLOUD_ACCESS_KEY_ID" in cloud.env()
        assert "--endpoint" in cloud.args()
