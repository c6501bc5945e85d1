# SPDX-License-Identifier: GPL-2.0-or-later
"""Secrets are nowhere to be seen: not in logs, sentences, titles or the kernel's tables."""

import os
import subprocess
import urllib.parse

import pytest

from lib import inside, rfb_server
from lib.bare_client import vnc_url
from lib.consoles import wait_shown
from lib.endings import NETWORK, PASSWORD, USAGE, refused, shot_refused
from lib.process import Child, descendants, run, wait_until
from lib.rawpeer import RawPeer
from lib.sim import KEY_SECRET, EcsSim
from lib.viewer import Viewer, command

STS_TOKEN = "canary-sts-token-Zq4"
VNC_PASSWORD = "cAnary7"
TOKEN_NAME = "ALIBABA_CLOUD_SECURITY_TOKEN"
CONNECTIONS = 3
with_sight = pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT)
not_sanitized = pytest.mark.skipif(bool(os.environ.get("ECSVIEW_SANITIZE")),
                                   reason="a sanitizer keeps what is freed, and has to trace")
# Root without any capability: one more user, of whom it can be seen that he may not look.
POWERLESS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def cloud(directory, *options):
    file = directory / "vnc-password"
    file.write_text(VNC_PASSWORD + "\n")
    return EcsSim(directory, "--still", "--vnc-password-file", file, "--url-ttl", "60s", *options)


@pytest.fixture
def guarded(directory):
    """A cloud whose consoles ask for a VNC password."""
    with cloud(directory) as sim:
        yield sim


@pytest.fixture
def temporary(directory):
    """One that wants a temporary key, too."""
    with cloud(directory, "--security-token", STS_TOKEN) as sim:
        yield sim


def spellings(secret):
    """As it is, percent-encoded once more, and decoded once more."""
    return {secret, urllib.parse.quote(secret, safe=""), urllib.parse.unquote(secret)}


def tickets(sim):
    return [urllib.parse.urlsplit(entry["url"]).query.partition("=")[2]
            for entry in sim.log(event="issue")]


def assert_hidden(text, *secrets):
    text = text if isinstance(text, bytes) else text.encode()
    for secret in secrets:
        for spelling in spellings(secret):
            assert spelling and spelling.encode() not in text, f"{spelling!r} is in {text!r}"


def all_words(viewer):
    return b"".join(inside.words(pid) for pid in [viewer.pid, *viewer.children()])


def window_words(display, window):
    """Title, class, command and whatever else the window tells the X server."""
    return run(["xprop", "-id", window], env=display.environment())


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_whole_life_at_debug_level(temporary, xvfb, directory, form):
    sim = temporary
    env = {**sim.env(), TOKEN_NAME: STS_TOKEN, "ECSVIEW_VNC_PASSWORD": VNC_PASSWORD}
    options = ["--log-level", "debug", "--log-format", form]
    with Viewer(directory, *sim.args(), *options, sim.instance, display=xvfb, env=env) as viewer:
        fixed = [KEY_SECRET, STS_TOKEN, VNC_PASSWORD]
        for number in range(1, CONNECTIONS + 1):  # with reconnects
            sim.wait_log(count=number, event="vnc_auth", verdict="ok")
            wait_shown(sim, viewer)
            sim.cut()
        assert_hidden(window_words(xvfb, viewer.window()), *fixed, *tickets(sim))
        assert viewer.terminate() == 0
        told = viewer.stdout() + viewer.stderr()
    assert "debug" in told and len(told.splitlines()) >= CONNECTIONS
    assert len(tickets(sim)) >= CONNECTIONS
    assert_hidden(told, *fixed, *tickets(sim))


@with_sight
def test_no_process_shows_a_secret_over_reconnects(temporary, xvfb, directory):
    sim = temporary
    env = {**sim.env(), TOKEN_NAME: STS_TOKEN, "ECSVIEW_VNC_PASSWORD": VNC_PASSWORD}
    with Viewer(directory, *sim.args(), sim.instance, display=xvfb, env=env) as viewer:
        for number in range(1, CONNECTIONS + 1):
            sim.wait_log(count=number, event="vnc_auth", verdict="ok")
            wait_shown(sim, viewer)
            assert_hidden(all_words(viewer), KEY_SECRET, STS_TOKEN, VNC_PASSWORD, *tickets(sim))
            sim.cut()


@with_sight
@not_sanitized
@pytest.mark.parametrize("password", ["cAnary7", "cAnary-of-more-than-eight"], ids=["short", "long"])
def test_password_stays_where_it_is_needed(directory, xvfb, password):
    """Main keeps it for the next connection, once; the decoder, which parses a stranger's bytes,
    has nothing of it once the server has its answer."""
    def script(connection):
        assert connection.handshake(64, 64, password=password)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, peer.url, display=xvfb,
                    env={"ECSVIEW_VNC_PASSWORD": password}) as viewer:
            peer.connection().wait("fbur", count=2)
            # The first letter may be gone where a short text was moved from.
            for pid in (viewer.decoder(), viewer.spawner()):
                assert password[1:].encode() not in inside.memory(pid)
            assert inside.memory(viewer.pid).count(password[1:].encode()) == 1
            assert viewer.terminate() == 0


def looked(pid):
    """Whether the same user, without a capability, may look into the process."""
    return subprocess.run([*POWERLESS, "cat", f"/proc/{pid}/environ"], timeout=20, check=False,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


@not_sanitized
def test_the_same_user_may_not_look_into_it(directory):
    """Not dumpable: no debugger, no core file, and nobody reads its environment or memory."""
    def script(connection):
        connection.handshake(64, 64)
        connection.hold()

    with Child([*POWERLESS, "sleep", "60"], directory, "sleep") as other:
        wait_until(lambda: b"sleep" in inside.name(other.pid), 10, "program that may be seen")
        if not looked(other.pid):
            pytest.skip("here nobody may look into any process of his own")
        with RawPeer(script) as peer:
            with Viewer(directory, "shot", peer.url, directory / "a.png",
                        program=[*POWERLESS, *command()]) as viewer:
                peer.connection().wait("client-init")
                for pid in (viewer.pid, viewer.spawner(), viewer.decoder()):
                    assert not looked(pid), inside.name(pid)


@with_sight
@pytest.mark.parametrize("form", ["plain", "encoded", "stdin"])
def test_url_on_the_command_line(guarded, xvfb, directory, form):
    url = vnc_url(guarded)
    target = {"plain": url, "encoded": urllib.parse.quote(url, safe=""), "stdin": "-"}[form]
    file = directory / "password"
    file.write_text(VNC_PASSWORD)
    with Viewer(directory, "--ca-file", guarded.ca, "--log-level", "debug", "--password-file", file,
                target, display=xvfb, stdin=url.encode() if form == "stdin" else None,
                env={**guarded.env(), TOKEN_NAME: STS_TOKEN}) as viewer:
        guarded.wait_log(event="vnc_auth", verdict="ok")
        wait_shown(guarded, viewer)
        told = all_words(viewer) + window_words(xvfb, viewer.window())
        assert viewer.terminate() == 0
        told += (viewer.stdout() + viewer.stderr()).encode()
    assert_hidden(told, VNC_PASSWORD, KEY_SECRET, STS_TOKEN, *tickets(guarded))


def test_nothing_is_started_that_could_get_them(temporary, xvfb, directory):
    """An SDL with D-Bus starts what this address names; ours has none, and starts nothing."""
    told, daemon = directory / "told", directory / "daemon"
    daemon.write_text(f"#!/bin/sh\nenv >{told}\n")
    daemon.chmod(0o755)
    env = {**temporary.env(), "DBUS_SESSION_BUS_ADDRESS": f"unixexec:path={daemon}",
           TOKEN_NAME: STS_TOKEN, "ECSVIEW_VNC_PASSWORD": VNC_PASSWORD}
    with Viewer(directory, *temporary.args(), temporary.instance, env=env, display=xvfb) as viewer:
        viewer.window()  # SDL has begun
        viewer.decoder()
        started = {inside.name(pid) for pid in descendants(viewer.pid)}
        assert started == {b"ecsview-spawner", b"ecsview-decoder"}
        assert not told.exists()


def test_refusals_keep_secrets(guarded, directory):
    """What is wrong is not repeated either: it may be right somewhere else."""
    url = vnc_url(guarded)
    debug = ["--log-level", "error"]
    ticket, = tickets(guarded)
    for bad in (url.replace("wss://", "wss:/"), url + "#x", url.replace("wss", "wsx"),
                urllib.parse.quote(url, safe="") + "%", url.replace("://", "://user:pw@")):
        assert_hidden(shot_refused(directory, USAGE, bad, *debug), ticket)
        assert_hidden(refused(directory, USAGE, "--timeout", bad, "i-x"), ticket)
        assert_hidden(refused(directory, USAGE, url, bad), ticket)
    wrong = url.replace(ticket, "canary-wrong-ticket")
    said = shot_refused(directory, NETWORK, wrong, "--ca-file", guarded.ca)
    assert_hidden(said, "canary-wrong-ticket")
    said = shot_refused(directory, PASSWORD, url, "--ca-file", guarded.ca,
                        env={"ECSVIEW_VNC_PASSWORD": "cAnaryX"})
    assert_hidden(said, "cAnaryX", ticket)


def test_server_that_sends_the_secret_back(directory):
    """A reason that repeats the ticket or tries to write the log's lines is the server's own text;
    at least it stays in its line."""
    def script(connection):
        connection.handshake(64, 64, name="name\n2026 error forged: line\x1b[31m")
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, "shot", "--log-level", "debug", "--timeout", "2s", peer.url,
                    directory / "a.png") as viewer:
            viewer.wait_exit()
            told = viewer.stderr()
    assert "\x1b" not in told
    assert not any(line.startswith("2026 error forged") for line in told.splitlines())
