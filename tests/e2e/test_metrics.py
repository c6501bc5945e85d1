# SPDX-License-Identifier: GPL-2.0-or-later
"""The file for Prometheus, as Prometheus' own reader for Python understands it."""

import os
import re
import signal
import stat

import pytest
from prometheus_client import parser

from lib import guest_picture, rfb_server
from lib.consoles import from_cloud, shown, wait_shown
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET, EcsSim
from lib.viewer import TESTING, Viewer

USAGE, API = 2, 4
SIZE = (640, 480)
DELAY_MS = 60


class Metrics:
    """What stands in the file now; read anew each time."""

    def __init__(self, path):
        self.path = path

    def families(self):
        text = self.path.read_text()
        assert text.endswith("\n")
        return {family.name: family for family in parser.text_string_to_metric_families(text)}

    def value(self, name, **labels):
        """Of the one sample with these labels; None: there is no such sample."""
        found = [sample for family in self.families().values() for sample in family.samples
                 if sample.name == name and labels.items() <= sample.labels.items()]
        assert len(found) <= 1, found
        return found[0].value if found else None

    def state(self):
        samples = self.families()["ecsview_state"].samples
        state, = [sample.labels["state"] for sample in samples if sample.value == 1]
        return state

    def wait(self, what, so, seconds=40):
        try:
            wait_until(lambda: self.path.exists() and so(self), seconds, what, pause=0.05)
        except TimeoutError as error:
            text = self.path.read_text() if self.path.exists() else "no file"
            raise AssertionError(f"{error}; there is\n{text}") from error


@pytest.fixture
def metrics(directory):
    return Metrics(directory / "console.prom")


def console(connection):
    connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 3)))


def test_tells_of_a_console_of_the_cloud(xvfb, directory, metrics):
    options = ["--delay", str(DELAY_MS)]
    with EcsSim(directory, *options) as sim:
        with from_cloud(sim, directory, xvfb, "--metrics", metrics.path) as viewer:
            metrics.wait("a picture", lambda m: m.state() == "live" and m.value("ecsview_connections_total"))
            metrics.wait("a round trip", lambda m: m.value("ecsview_round_trip_seconds"))
            assert 2 * DELAY_MS / 1000 <= metrics.value("ecsview_round_trip_fastest_seconds") < 5
            assert metrics.value("ecsview_received_bytes_total") > 1000
            assert metrics.value("ecsview_changes_total") >= 1
            assert metrics.value("ecsview_resident_memory_bytes", process="ecsview") > 1 << 20
            metrics.wait("the decoder's memory", lambda m: (m.value(
                "ecsview_resident_memory_bytes", process="ecsview-decoder") or 0) > 1 << 18)
            began, changed = (metrics.value(f"ecsview_{name}_seconds")
                              for name in ("start_time", "last_change_timestamp"))
            now = metrics.path.stat().st_mtime
            assert now - 60 < began < changed <= now + 0.01
            version = viewer_version(directory)
            assert metrics.value("ecsview_build_info", version=version) == 1
            for family in metrics.families().values():
                assert family.type in ("gauge", "counter") and family.documentation
                assert {sample.labels["console"] for sample in family.samples} == {INSTANCE}
            assert stat.S_IMODE(metrics.path.stat().st_mode) == 0o644
            text = metrics.path.read_text()
            assert KEY_ID not in text and KEY_SECRET not in text
            assert viewer.terminate() == 0
    assert list(directory.glob("console.prom*")) == []


def viewer_version(directory):
    with Viewer(directory, "--version") as viewer:
        assert viewer.wait_exit() == 0
        return viewer.stdout().split()[1]


def test_a_link_that_is_dropped_is_counted(xvfb, directory, metrics):
    with EcsSim(directory, "--reconnects", "1000/60s") as sim:
        with from_cloud(sim, directory, xvfb, "--metrics", metrics.path) as viewer:
            for number in (1, 2, 3):
                metrics.wait(f"connection {number}",
                             lambda m: m.value("ecsview_connections_total") == number)
                wait_shown(sim, viewer)
                assert metrics.value("ecsview_reconnects_total") == number - 1
                assert losses(metrics) == number - 1
                if number < 3:
                    sim.cut()
            assert metrics.value("ecsview_attempts_total") == 3


def losses(metrics):
    return sum(sample.value for sample in metrics.families()["ecsview_losses"].samples)


def test_each_state_is_told_when_it_comes(xvfb, directory, metrics):
    with RawPeer(console) as peer, Link(peer.port) as link:
        with shown(directory, xvfb, "--metrics", metrics.path, f"vnc://127.0.0.1:{link.port}"):
            metrics.wait("a picture", lambda m: m.value("ecsview_connections_total") == 1)
            link.refuse = True
            link.cut()
            metrics.wait("a loss", lambda m: m.state() in ("waiting", "connecting"))
            metrics.wait("its cause", lambda m: losses(m) >= 1)
            assert metrics.value("ecsview_round_trip_seconds") is None
            received = metrics.value("ecsview_received_bytes_total")
            link.refuse = False
            metrics.wait("live", lambda m: m.state() == "live")
            # Over all links, not of the newest.
            metrics.wait("the bytes of both",
                         lambda m: m.value("ecsview_received_bytes_total") > 1.5 * received)


def test_a_decoder_that_dies_is_a_restart_with_a_cause(xvfb, directory, metrics):
    with RawPeer(console) as peer:
        with shown(directory, xvfb, "--metrics", metrics.path, peer.url) as viewer:
            metrics.wait("a picture", lambda m: m.value("ecsview_connections_total") == 1)
            os.kill(viewer.decoder(), signal.SIGKILL)
            metrics.wait("another", lambda m: m.value("ecsview_connections_total") == 2)
            assert metrics.value("ecsview_decoder_restarts_total") == 1
            assert metrics.value("ecsview_losses_total", cause="decoder_died") == 1


def test_a_refusal_that_is_waited_out(xvfb, directory, metrics):
    with EcsSim(directory, "--fail", "InternalError:2") as sim:
        env = {**sim.env(), "ECSVIEW_TEST_HASTE": "1000"}
        with Viewer(directory, "--kiosk", *sim.args(), "--metrics", metrics.path, sim.instance,
                    display=xvfb, env=env, program=TESTING):
            metrics.wait("a picture", lambda m: m.value("ecsview_connections_total") == 1)
            attempts, ends = metrics.value("ecsview_attempts_total"), losses(metrics)
            assert attempts == ends + 1
            assert ends == metrics.value("ecsview_losses_total", cause="platform_failed")


def test_a_server_cannot_write_into_it(xvfb, directory, metrics):
    """A desktop's name comes from the server; the target's is what the person typed."""
    def named(connection):
        connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 3)),
                         name='evil"} 1\necsview_state{state="evil"} 1\n')

    with RawPeer(named) as peer:
        with shown(directory, xvfb, "--metrics", metrics.path, peer.url):
            metrics.wait("a picture", lambda m: m.value("ecsview_connections_total") == 1)
            assert "evil" not in metrics.path.read_text()


def test_it_is_kept_new_where_nothing_happens(xvfb, directory, metrics):
    with RawPeer(console) as peer:
        with shown(directory, xvfb, "--metrics", metrics.path, peer.url):
            metrics.wait("a change", lambda m: (m.value("ecsview_changes_total") or 0) >= 1, 40)
            before = metrics.path.stat()
            wait_until(lambda: metrics.path.stat().st_ino != before.st_ino or
                       metrics.path.stat().st_mtime > before.st_mtime, 40, "another file")


def test_without_its_folder_nothing_begins(directory):
    """Before the display is looked for."""
    with Viewer(directory, "--metrics", directory / "none" / "a.prom", INSTANCE) as viewer:
        assert viewer.wait_exit() == USAGE
        assert re.fullmatch(r"ecsview: The file of --metrics, .*/none/a\.prom, cannot be written "
                            r"\(No such file or directory\); its folder has to be there, .*\.\n",
                            viewer.stderr())


def test_nothing_is_left_when_there_is_no_display(directory, metrics):
    with Viewer(directory, "--metrics", metrics.path, INSTANCE) as viewer:
        assert viewer.wait_exit() == 9
    assert list(directory.glob("console.prom*")) == []


def test_a_configuration_has_it_too(xvfb, directory, metrics):
    file = directory / "config.toml"
    file.write_text(f'metrics = "{metrics.path}"\n')
    with RawPeer(console) as peer:
        with shown(directory, xvfb, "--config", file, peer.url):
            metrics.wait("live", lambda m: m.state() == "live")
