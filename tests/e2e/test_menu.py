# SPDX-License-Identifier: GPL-2.0-or-later
"""The menu: what it sends, what it keeps from the guest, and that it opens in every state."""

import contextlib
import itertools
import socket
import time

import pytest

from lib import guest_picture, menu, rfb_server, websocket
from lib.consoles import shown
from lib.display import Xvfb
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer

SIZE = (800, 600)
ENTER, UP, RIGHT, KEY_A, KEY_D, KEY_F, KEY_K, KEY_Q, KEY_R, KEY_S, KEY_T = (
    28, 103, 106, 30, 32, 33, 37, 16, 19, 31, 20)
KEY_0, KEY_3 = 11, 4
CONTROL_L, ALT_L, DELETE, F3, F10 = 0xffe3, 0xffe9, 0xffff, 0xffc0, 0xffc7


def painted(seed=7):
    return guest_picture.picture(*SIZE, seed)


def console(connection, seeds=None):
    connection.handshake(*SIZE)
    connection.wait("fbur")
    seed = next(seeds) if seeds else 7
    connection.update(rfb_server.picture_rect(0, 0, painted(seed)))
    connection.hold()


@pytest.fixture
def peer():
    with RawPeer(console) as server:
        yield server


def keys(connection, since):
    """(down, keysym) of each key message after a mark."""
    return [(m.down, m.keysym) for m in connection.received("key", since)]


def chord(*keysyms):
    return [(1, k) for k in keysyms] + [(0, k) for k in reversed(keysyms)]


def wait_keys(xvfb, connection, since, expected):
    """These and no others: the next to come is one that is typed behind them."""
    wait_until(lambda: len(keys(connection, since)) >= len(expected), 20, "keys")
    xvfb.key(KEY_A)
    connection.wait("key", since, where=lambda m: m.keysym == ord("a") and not m.down)
    assert [(bool(down), key) for down, key in keys(connection, since)] == [
        (bool(down), key) for down, key in expected + chord(ord("a"))]


def test_sends_ctrl_alt_del(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection()
        since = connection.mark()
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_D)
        # The chord's modifiers went to the guest before it was one; they are let go.
        wait_keys(xvfb, connection, since,
                  chord(CONTROL_L, ALT_L) + chord(CONTROL_L, ALT_L, DELETE))
        viewer.wait_picture(painted())


def test_sends_function_keys_by_letters_and_by_arrows(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection()
        menu.open_by_chord(xvfb, viewer)
        since = connection.mark()
        xvfb.key(KEY_K)
        xvfb.key(KEY_0)
        wait_keys(xvfb, connection, since, chord(CONTROL_L, ALT_L, F10))
        menu.open_by_chord(xvfb, viewer)
        since = connection.mark()
        for key in (KEY_K, KEY_3):
            xvfb.key(key)
        wait_keys(xvfb, connection, since, chord(CONTROL_L, ALT_L, F3))
        menu.open_by_chord(xvfb, viewer)
        since = connection.mark()
        xvfb.key(RIGHT)
        xvfb.key(ENTER)  # the second item, in however many columns they are
        wait_keys(xvfb, connection, since, chord(CONTROL_L, ALT_L, DELETE))


def test_what_is_typed_into_it_is_not_the_guests(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection()
        menu.open_by_chord(xvfb, viewer)
        wait_until(lambda: len(keys(connection, 0)) == 4, 20, "modifiers")
        since = connection.mark()
        xvfb.xdo("type", "--delay", "20", "zx8z")
        xvfb.key(UP)
        xvfb.mouse_move(30, 30, viewer.window())
        xvfb.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        # A letter that chooses an item closes the menu, and its text is not typed after it.
        menu.press(xvfb)
        menu.wait_open(viewer)
        xvfb.key(KEY_F)
        menu.wait_closed(viewer)
        xvfb.key(KEY_A)
        connection.wait("key", since=since, where=lambda m: m.keysym == ord("a") and not m.down)
        typed = [key for _, key in keys(connection, since) if key not in (CONTROL_L, ALT_L)]
        assert typed == [ord("a"), ord("a")]
        assert not [m for m in connection.received("pointer", since) if m.buttons]


def test_what_was_down_is_let_go(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection()
        since = connection.mark()
        xvfb.mouse_move(300, 300, viewer.window())
        xvfb.key_down(KEY_S)
        xvfb.mouse_down()
        connection.wait("pointer", since=since, where=lambda m: m.buttons == 1)
        menu.open_by_chord(xvfb, viewer)
        connection.wait("key", since=since, where=lambda m: m.keysym == ord("s") and not m.down)
        connection.wait("pointer", since=since, where=lambda m: m.buttons == 0)
        xvfb.key_up(KEY_S)
        xvfb.mouse_up()


def test_mouse_chooses_and_closes(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        menu.open_by_chord(xvfb, viewer)
        connection, window = peer.connection(), viewer.window()
        since = connection.mark()
        x, y = menu.selected(viewer)
        beside = (x + 320, y)  # Send Ctrl+Alt+Del: in two columns there is room for all
        xvfb.mouse_move(*beside, window)
        wait_until(lambda: menu.selected(viewer) == beside, 10, "selection")
        xvfb.click()
        wait_keys(xvfb, connection, since, chord(CONTROL_L, ALT_L, DELETE))
        viewer.wait_picture(painted())
        menu.open_by_chord(xvfb, viewer)
        xvfb.mouse_move(10, 590, window)
        xvfb.click()
        menu.wait_closed(viewer)
        assert not [m for m in connection.received("pointer", since) if m.buttons]


def test_scale_and_full_screen(peer, directory):
    with Xvfb(directory, 1600, 1000, wm="openbox", extra=("-r",)) as desk:
        with shown(directory, desk, "--window-size", "1200x600", peer.url) as viewer:
            viewer.wait_picture(painted(), shot=lambda: viewer.shot().crop(200, 0, *SIZE))
            menu.open_by_chord(desk, viewer)
            desk.key(KEY_S)
            desk.key(KEY_S)  # Stretch
            menu.wait_closed(viewer)
            wait_until(lambda: viewer.shot().pixel(50, 300) != (0, 0, 0), 10, "stretched picture")
            menu.open_by_chord(desk, viewer)
            desk.key(KEY_F)
            wait_until(lambda: desk.geometry(viewer.window()) == (0, 0, 1600, 1000), 10,
                       "full screen")
            menu.wait_closed(viewer)  # X keeps the old pixels until the new are drawn
            wait_until(lambda: desk.screenshot().pixel(1595, 995) != (0, 0, 0), 10, "picture")
            menu.open_by_chord(desk, viewer)
            desk.key(KEY_F)
            wait_until(lambda: desk.geometry(viewer.window())[2:] == (1200, 600), 10, "window")


def test_quit(peer, xvfb, directory):
    with shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted())
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_Q)
        assert viewer.wait_exit() == 0 and viewer.stderr() == ""


def test_reconnect_now(xvfb, directory):
    seeds = itertools.count(20)
    with RawPeer(lambda connection: console(connection, seeds)) as peer:
        with shown(directory, xvfb, peer.url) as viewer:
            viewer.wait_picture(painted(20))
            menu.open_by_chord(xvfb, viewer)
            xvfb.key(KEY_R)
            peer.connection(0).wait_closed()
            viewer.wait_picture(painted(21))


def test_reconnect_now_ends_a_wait(qemu, xvfb, directory):
    with Link(qemu.port) as link, shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
        qemu.freeze()
        dump = qemu.screendump()
        viewer.wait_picture(dump)
        link.refuse = True
        link.cut()
        wait_until(lambda: link.accepted >= 2, 30, "an attempt")
        link.refuse = False
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_R)
        viewer.wait_picture(dump)


def test_take_over(xvfb, directory):
    """A console in use is said to be so; the menu's T asks for it exclusively, and only that."""
    def script(connection):
        number = peer.connections.index(connection)
        if number in (1, 2):  # what was said ahead may be what it took amiss: it is asked again in turn
            return menu.in_use(connection)
        return console(connection, itertools.count(30 + number))
    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(painted(30))
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_T)  # nobody else is there: no such item
        assert menu.is_open(viewer)
        xvfb.key(menu.ESCAPE)
        peer.connection(0).close(reset=True)
        assert peer.connection(1).wait("client-init").shared == 1
        viewer.wait_stderr("cause=in_use")  # a banner tells of the loss before that, too
        wait_until(lambda: bytes((0xf0, 0xa6, 0x3a)) in viewer.shot().rgb, 20, "banner")
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_T)
        assert peer.connection(3).wait("client-init").shared == 0
        viewer.wait_picture(painted(33))


def test_view_only_sends_nothing(peer, xvfb, directory):
    with shown(directory, xvfb, "--view-only", peer.url) as viewer:
        viewer.wait_picture(painted())
        menu.open_by_chord(xvfb, viewer)
        for key in (KEY_D, KEY_K):
            xvfb.key(key)
        assert menu.is_open(viewer)
        xvfb.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        assert not peer.connection().received("key")


def test_what_the_menu_sends_can_have_a_chord(peer, xvfb, directory):
    with shown(directory, xvfb, "--hotkeys", "menu=ctrl+alt+m,ctrl-alt-del=ctrl+k,ctrl-alt-f3=ctrl+d",
               peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection()
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        for key, sent in ((KEY_K, DELETE), (KEY_D, F3)):
            since = connection.mark()
            xvfb.key(menu.CTRL, key)
            wait_keys(xvfb, connection, since, chord(CONTROL_L) + chord(CONTROL_L, ALT_L, sent))


def test_hotkeys_can_be_others_or_none(peer, xvfb, directory):
    with shown(directory, xvfb, "--hotkeys", "menu=ctrl+f", peer.url) as viewer:
        viewer.wait_picture(painted())
        xvfb.key(menu.CTRL, KEY_F)
        menu.wait_open(viewer)
    with shown(directory, xvfb, "--hotkeys", "none", peer.url) as viewer:
        viewer.wait_picture(painted())
        connection = peer.connection(1)
        menu.press(xvfb)
        connection.wait("key", where=lambda m: m.keysym in (ord("m"), ord("M")) and not m.down)
        assert not menu.is_open(viewer)


# In every state.

def stalled(connection):
    """Half a rectangle, and then nothing."""
    connection.handshake(*SIZE)
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, painted()))
    connection.wait("fbur", count=2)
    data = rfb_server.update(rfb_server.picture_rect(0, 0, painted(8)))
    connection.send(data[:len(data) // 2])
    connection.hold()


def flooding(connection):
    """Whole pictures as fast as they are taken."""
    connection.handshake(*SIZE)
    connection.wait("fbur")
    pictures = [rfb_server.update(rfb_server.picture_rect(0, 0, painted(seed))) for seed in (7, 8)]
    while not connection.closed:
        for data in pictures:
            connection.send(data)


def asks_password(connection):
    connection.handshake(*SIZE, password="never-1")
    connection.hold()


def silent(connection):
    connection.hold()


def half_handshake(connection):
    connection.send(rfb_server.VERSION[:5])
    connection.hold()


SCRIPTS = {"live": console, "stalled rectangle": stalled, "flood": flooding,
           "password": asks_password, "RFB silent": silent, "RFB handshake stalls": half_handshake}


@contextlib.contextmanager
def state(name, directory):
    """Arguments and environment of a viewer that comes into this state and stays there."""
    if name in SCRIPTS:
        with RawPeer(SCRIPTS[name]) as peer:
            yield [peer.url], None
    elif name == "http stalls":
        with RawPeer(silent, transport="ws", answer=lambda request: b"HTTP/1.1 101 Sw") as peer:
            yield [peer.url], None
    elif name == "websocket silent":
        with RawPeer(silent, transport="ws", answer=websocket.accept) as peer:
            yield [peer.url], None
    elif name in ("TCP silent", "TLS stalls"):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
            scheme = "vnc" if name == "TCP silent" else "wss"
            yield [f"{scheme}://127.0.0.1:{port}/" if scheme == "wss" else
                   f"vnc://127.0.0.1:{port}"], None
    elif name == "API stalls":
        with socket.create_server(("127.0.0.1", 0)) as listener:
            endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
            yield (["--endpoint", endpoint, "--region", "cn-hangzhou", "i-abc"],
                   {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAItestkeyid0000000",
                    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "testsecret"})


STATES = [*SCRIPTS, "http stalls", "websocket silent", "TCP silent", "TLS stalls", "API stalls"]


@pytest.mark.parametrize("name", STATES)
def test_opens_and_closes_in_every_state(xvfb, directory, name):
    with state(name, directory) as (args, env), shown(directory, xvfb, *args, env=env) as viewer:
        began = time.monotonic()
        menu.open_by_chord(xvfb, viewer)
        print(f"{name}: open after {1000 * (time.monotonic() - began):.0f} ms, xdotool and the "
              "looking included")
        began = time.monotonic()
        xvfb.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        assert viewer.running()
        assert viewer.terminate() == 0 and viewer.stderr() == ""
        print(f"and over after {1000 * (time.monotonic() - began):.0f} ms")


@pytest.mark.parametrize("name", STATES)
def test_sigterm_with_the_menu_open_is_the_end(xvfb, directory, name):
    with state(name, directory) as (args, env), shown(directory, xvfb, *args, env=env) as viewer:
        menu.open_by_chord(xvfb, viewer)
        began = time.monotonic()
        assert viewer.terminate() == 0
        print(f"{name}: over after {1000 * (time.monotonic() - began):.0f} ms")


def test_banner_has_a_button_for_the_mouse(qemu, xvfb, directory):
    qemu.pointer_mode("absolute")
    with Link(qemu.port) as link, shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
        qemu.freeze()
        dump = qemu.screendump()
        viewer.wait_picture(dump)
        # Over a live console the corner is the guest's.
        xvfb.mouse_move(1260, 20, viewer.window())
        xvfb.click()
        assert not menu.is_open(viewer)
        link.refuse = True
        link.cut()
        wait_until(lambda: viewer.shot() != dump, 10, "banner")
        xvfb.click()
        menu.wait_open(viewer)
        link.refuse = False


def test_over_the_prompt_it_takes_the_keys(xvfb, directory):
    """What is typed into the menu is no part of the password."""
    def script(connection):
        if connection.handshake(*SIZE, password="Right-1"):
            connection.wait("fbur")
            connection.update(rfb_server.picture_rect(0, 0, painted()))
            connection.hold()
    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        peer.connection().wait("security-type")
        xvfb.xdo("type", "--delay", "30", "Ri")
        menu.open_by_chord(xvfb, viewer)
        xvfb.xdo("type", "--delay", "30", "xyz")
        xvfb.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        xvfb.xdo("type", "--delay", "30", "ght-1")
        xvfb.key(ENTER)
        viewer.wait_picture(painted())
