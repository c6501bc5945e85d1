# SPDX-License-Identifier: GPL-2.0-or-later
"""The whole path: instance id, API, tunnel, decoder, window. The judge is QEMU's own screendump."""

import struct
import urllib.parse

import pytest

from lib import guest_picture, picture
from lib.bare_client import tls, upgrade, vnc_url
from lib.consoles import from_cloud, shown, take_shot, wait_frozen
from lib.process import run
from lib.sim import EcsSim
from lib.viewer import command

CONTENTS = {"picture": ("paint", 0), "picture-77": ("paint", 77), "noise": ("noise", 3),
            "picture-200": ("paint", 200), "black": ("black",), "noise-251": ("noise", 251),
            "picture-255": ("paint", 255)}


def test_window_shows_every_pixel(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        for name, (command, *seed) in CONTENTS.items():
            getattr(qemu, command)(*seed)
            wait_frozen(viewer, qemu, name)
        assert xvfb.geometry(viewer.window())[2:] == (1280, 800)
        assert viewer.terminate() == 0
    assert_one_clean_connection(sim)


def assert_one_clean_connection(sim):
    """One signed question, one URL, one console, and only messages that the stand-in knows."""
    # The window asks for the name of the machine, too.
    assert [e["status"] for e in sim.log(event="api", action="DescribeInstanceVncUrl")] == [200]
    assert [e["verdict"] for e in sim.log(event="connect")] == ["ok"]
    closed, = sim.wait_log(event="close")
    assert closed["reason"] in ("client closed", "client gone")
    assert not {"lost", "unknown"} & set(closed["counts"])


def test_window_follows_an_animation(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        qemu.animate()
        for turn in range(5):
            wait_frozen(viewer, qemu, f"turn-{turn}")
        qemu.stop_animation()
        dump = wait_frozen(viewer, qemu, "still")
        assert dump != guest_picture.picture()  # the block is there


def test_shot_is_the_screen(sim, qemu, directory):
    for name, (command, *seed) in CONTENTS.items():
        getattr(qemu, command)(*seed)
        qemu.freeze()
        path = take_shot(directory, sim.instance, *sim.args(), env=sim.env(), name=f"{name}.png")
        picture.assert_equal(picture.load(path), qemu.screendump(), directory, name)
        qemu.cont()
    # Width, height, 8 bits a channel, RGB, as the PNG specification lays it out.
    assert path.read_bytes()[16:26] == struct.pack(">IIBB", 1280, 800, 8, 2)


def test_standard_streams_may_be_closed(qemu, directory):
    """Else a log line could go into the first socket, which would have the number of stderr."""
    qemu.freeze()
    path = directory / "shot.png"
    words = [*command(), "shot", "--log-level", "debug", f"vnc://127.0.0.1:{qemu.port}", path]
    run(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *words])
    picture.assert_equal(picture.load(path), qemu.screendump(), directory)


@pytest.mark.parametrize("version", ["1.2", "1.3"])
def test_clouds_with_one_tls_version(qemu, directory, version):
    options = ["--tls-min", version, "--tls-max", version]
    with EcsSim(directory, *options, backend=qemu.port) as cloud:
        path = take_shot(directory, cloud.instance, *cloud.args(), env=cloud.env())
        picture.assert_equal(picture.load(path), qemu.screendump(), directory)


def test_the_stand_in_refuses_a_url_decoded_twice(sim):
    """What all the others rest on: a token has %2B and %2F, and only as it stands it opens."""
    url = vnc_url(sim)
    token = urllib.parse.urlsplit(url).query
    assert "%2B" in token and "%2F" in token
    with tls(urllib.parse.urlsplit(url).port, sim.ca) as client:
        with pytest.raises(AssertionError, match="403"):
            upgrade(client, f"/websockify/?{urllib.parse.unquote(token)}")
    assert sim.log(event="connect")[0]["verdict"] == "unknown token"


TARGETS = {"decoded": lambda url: url, "encoded": lambda url: urllib.parse.quote(url, safe="")}


@pytest.mark.parametrize("way", ["argument", "input"])
@pytest.mark.parametrize("form", TARGETS)
def test_a_url_is_decoded_once(sim, qemu, directory, form, way):
    target = TARGETS[form](vnc_url(sim))
    assert target.startswith({"decoded": "wss://", "encoded": "wss%3A%2F%2F"}[form])
    stdin = f"{target}\n".encode() if way == "input" else None
    path = take_shot(directory, "-" if stdin else target, "--ca-file", sim.ca, stdin=stdin)
    picture.assert_equal(picture.load(path), qemu.screendump(), directory)
    connect, = sim.log(event="connect")
    assert (connect["verdict"], connect["protocols"]) == ("ok", ["binary"])


def test_window_opens_a_url_from_standard_input(sim, qemu, xvfb, directory):
    target = urllib.parse.quote(vnc_url(sim), safe="") + "\n"
    with shown(directory, xvfb, "--ca-file", sim.ca, "-", stdin=target.encode()) as viewer:
        wait_frozen(viewer, qemu)


def test_window_shows_a_plain_server(qemu, xvfb, directory):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        qemu.noise(9)
        wait_frozen(viewer, qemu, "noise")


def test_two_windows_share_a_console(sim, qemu, wide_xvfb, directory):
    with from_cloud(sim, directory, wide_xvfb) as one, \
            from_cloud(sim, directory, wide_xvfb) as other:
        wide_xvfb.side_by_side((1280, 800), one.window(), other.window())
        qemu.paint(41)
        dump = qemu.screendump()
        for viewer in (one, other):
            viewer.wait_picture(dump)
    assert [e["verdict"] for e in sim.log(event="connect")] == ["ok", "ok"]
    assert [e["shared"] for e in sim.log(event="message", kind="client_init")] == [True, True]
