# SPDX-License-Identifier: GPL-2.0-or-later
"""Each state as a person sees it, at two sizes. The pictures stay in build/native/states, to be
looked at; what a machine can judge of them is judged here."""

import socket

import pytest

from conftest import BUILD
from lib import guest_picture, menu, picture, rfb_server
from lib.display import Xvfb
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.viewer import Viewer

SIZES = [(640, 480), (1920, 1080)]
KEY_K, KEY_S = 37, 31
HINT_SECONDS = 5


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def size(request):
    return request.param


@pytest.fixture
def screen(directory):
    with Xvfb(directory, 1920, 1080) as display:
        yield display


class Stage:
    """A viewer in a window of the size, and where its pictures go."""

    def __init__(self, directory, screen, size):
        self.directory, self.screen, self.size = directory, screen, size

    def start(self, *args, env=None):
        viewer = Viewer(self.directory, "--window-size", f"{self.size[0]}x{self.size[1]}", *args,
                        display=self.screen, env=env)
        self.screen.focus(viewer.window())
        self.screen.mouse_move(self.size[0] - 1, self.size[1] - 1)
        return viewer

    def keep(self, viewer, name, settled=lambda shot: True):
        """Saves what is shown once it says something."""
        def find():
            shot = viewer.shot()
            return shot if len(set(shot.rgb)) > 8 and settled(shot) else None
        shot = wait_until(find, 20, name, pause=0.1)
        folder = BUILD / "states"
        folder.mkdir(parents=True, exist_ok=True)
        shot.save(folder / f"{name}-{shot.width}x{shot.height}.png")
        return shot


@pytest.fixture
def stage(directory, screen, size):
    return Stage(directory, screen, size)


def desktop(size):
    return guest_picture.picture(*size, 5)


def console(size, then=lambda connection: None, first=None):
    def script(connection):
        connection.handshake(*size)
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, first or desktop(size)))
        then(connection)
        connection.hold()
    return script


def test_start(stage):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with stage.start(f"vnc://127.0.0.1:{listener.getsockname()[1]}") as viewer:
            stage.keep(viewer, "start-handshake")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        endpoint = f"http://127.0.0.1:{listener.getsockname()[1]}"
        env = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAItestkeyid0000000",
               "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "testsecret"}
        with stage.start("--endpoint", endpoint, "--region", "cn-hangzhou",
                         "i-bp1hzoinajzkh91h0001", env=env) as viewer:
            stage.keep(viewer, "start-asking")
            menu.open_by_chord(stage.screen, viewer)
            stage.keep(viewer, "start-menu")


def test_prompt(stage, size):
    def script(connection):
        connection.handshake(*size, password="right")
        connection.hold()
    with RawPeer(script) as peer, stage.start(peer.url) as viewer:
        peer.connection().wait("security-type")
        stage.screen.xdo("type", "--delay", "30", "secret")
        stage.keep(viewer, "prompt", lambda shot: bytes((0xf3, 0xf6, 0xfa)) * 6 in shot.rgb)


def test_live(stage, size):
    with RawPeer(console(size)) as peer, stage.start(peer.url) as viewer:
        viewer.wait_picture(desktop(size))
        for name, keys in (("menu", ()), ("menu-keys", (KEY_K,)), ("menu-scale", (KEY_S,))):
            menu.open_by_chord(stage.screen, viewer)
            before = viewer.shot()
            for key in keys:
                stage.screen.key(key)
            if keys:
                wait_until(lambda: viewer.shot() != before, 10, "page")
            shot = stage.keep(viewer, name)
            assert shot != desktop(size)
            menu.press(stage.screen)
            viewer.wait_picture(desktop(size))


@pytest.mark.parametrize("options", [("--os", "windows"), ("--os", "linux"), ("--view-only",)],
                         ids=lambda options: options[-1].lstrip("-"))
def test_menus_of_guests(stage, size, options):
    with RawPeer(console(size)) as peer, stage.start(*options, peer.url) as viewer:
        viewer.wait_picture(desktop(size))
        menu.open_by_chord(stage.screen, viewer)
        stage.keep(viewer, f"menu-{options[-1].lstrip('-')}")


def test_kiosk(stage, size):
    if size != SIZES[-1]:
        pytest.skip("a kiosk has the screen's size")
    with RawPeer(console(size)) as peer, stage.start("--kiosk", peer.url) as viewer:
        viewer.wait_picture(desktop(size))
        menu.open_by_chord(stage.screen, viewer)
        stage.keep(viewer, "menu-kiosk")


def test_in_use(stage, size):
    def script(connection):
        if peer.connections.index(connection) == 0:
            console(size)(connection)
        else:
            menu.in_use(connection)
    with RawPeer(script) as peer, stage.start(peer.url) as viewer:
        viewer.wait_picture(desktop(size))
        peer.connection().close(reset=True)
        peer.connection(1).wait("client-init")
        stage.keep(viewer, "banner-in-use", lambda shot: bytes((0xf0, 0xa6, 0x3a)) in shot.rgb)
        menu.open_by_chord(stage.screen, viewer)
        stage.keep(viewer, "banner-in-use-menu")


def test_banner(stage, size):
    with RawPeer(console(size)) as peer:
        with Link(peer.port) as link, stage.start(f"vnc://127.0.0.1:{link.port}") as viewer:
            viewer.wait_picture(desktop(size))
            link.refuse = True
            link.cut()
            wait_until(lambda: link.accepted >= 2, 30, "an attempt")
            shot = stage.keep(viewer, "banner-waiting", lambda shot: shot != desktop(size))
            # The last picture is still there, and darker.
            lower = shot.crop(0, size[1] // 2, size[0], size[1] // 2)
            assert len(set(lower.rgb)) > 16
            assert sum(lower.rgb) < sum(desktop(size).crop(0, size[1] // 2, *lower[:2]).rgb)
            menu.open_by_chord(stage.screen, viewer)
            stage.keep(viewer, "banner-menu")


def test_banner_while_it_connects(stage, size):
    first = [True]

    def script(connection):
        if not first.pop():
            return connection.hold()
        first.append(False)
        console(size)(connection)
    with RawPeer(script) as peer, stage.start(peer.url) as viewer:
        viewer.wait_picture(desktop(size))
        peer.connection().close(reset=True)
        peer.connection(1)
        stage.keep(viewer, "banner-connecting", lambda shot: shot != desktop(size))


def test_blank_screen(stage, size):
    """Told after a while, and gone with the first thing to see."""
    blank = picture.Picture(*size, bytes(3 * size[0] * size[1]))
    login = [False]

    def later(connection):
        wait_until(lambda: login[0], 60, "word to go on")
        connection.update(rfb_server.raw_rect(8, 8, 8, 16, 0xaaaaaa))
    with RawPeer(console(size, later, blank)) as peer, stage.start(peer.url) as viewer:
        peer.connection().wait("fbur", count=2)  # a window that shows nothing yet is black, too
        viewer.wait_picture(blank)
        hint = stage.keep(viewer, "blank", lambda shot: shot != blank)
        assert hint.crop(0, 0, size[0], size[1] // 2) == blank.crop(0, 0, size[0], size[1] // 2)
        menu.open_by_chord(stage.screen, viewer)
        stage.keep(viewer, "blank-menu")
        menu.press(stage.screen)
        viewer.wait_picture(hint)
        login[0] = True
        expected = bytearray(blank.rgb)
        for y in range(8, 24):
            expected[3 * (y * size[0] + 8):3 * (y * size[0] + 16)] = b"\xaa" * 24
        viewer.wait_picture(picture.Picture(*size, bytes(expected)))


def test_refusal_by_the_cloud(stage, directory):
    """The console comes once and then the API refuses: the platform's words are told."""
    with EcsSim(directory, "--still") as sim:
        with stage.start(*sim.args(), sim.instance, env=sim.env()) as viewer:
            # Requests for what follows: the first picture is whole. Without one the refusal is the end.
            wait_until(lambda: any(entry["counts"].get("update_incremental", 0) > 1
                                   for entry in sim.log(event="counts")), 20, "picture")
            sim.close()
            stage.keep(viewer, "banner-no-cloud",
                       lambda shot: bytes((0xf0, 0xa6, 0x3a)) in shot.rgb)
