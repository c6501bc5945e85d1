# SPDX-License-Identifier: GPL-2.0-or-later
"""How often the server has to be waited for from the start of the program to the whole picture, on
both legs: a console across an ocean takes as many times the way there and back."""

import socket
from urllib.parse import urlsplit

import pytest

from lib import picture
from lib.rounds import Rounds
from lib.sim import EcsSim
from lib.viewer import Viewer

FRONT = "127.0.0.2"  # the address that the viewer is told; the stand-in cloud is at 127.0.0.1


@pytest.fixture
def cloud(directory):
    with EcsSim(directory, "--still", "--public-host", FRONT) as sim:
        yield sim


def rounds_to_picture(cloud, xvfb, directory, run, *options):
    """(round trips, Rounds) of one start of the viewer; `run` is its runtime directory."""
    targets = {name: ("127.0.0.1", urlsplit(url).port)
               for name, url in (("api", cloud.api), ("console", cloud.wss))}
    pids = [xvfb.pid, cloud.pid]
    with Rounds(targets, lambda: pids, FRONT) as rounds, \
            Viewer(directory, *cloud.args(), *options, cloud.instance, display=xvfb,
                   env={**cloud.env(), "XDG_RUNTIME_DIR": str(run)}) as viewer:
        pids.append(viewer.pid)

        def shown():
            return bool(cloud.log(event="message", kind="client_init")) and xvfb.windows(pid=viewer.pid) \
                and viewer.shot() == picture.load(cloud.save_picture())
        try:
            count = rounds.until(shown)
        finally:
            print(f"{rounds.number} round trips\n{rounds.story()}")
    return count


@pytest.fixture
def run(directory):
    folder = directory / "run"
    folder.mkdir(mode=0o700)
    return folder


def test_a_picture_takes_few_round_trips_and_the_second_one_fewer(cloud, xvfb, directory, run):
    assert rounds_to_picture(cloud, xvfb, directory, run) <= 8
    assert rounds_to_picture(cloud, xvfb, directory, run) <= 5


@pytest.fixture
def silent():
    """A server that accepts connections and says nothing."""
    with socket.create_server((FRONT, 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("remembered", ["dead", "silent", "rubbish"])
def test_a_host_that_is_remembered_wrongly_costs_nothing(cloud, xvfb, directory, run, silent,
                                                         remembered):
    rounds_to_picture(cloud, xvfb, directory, run)
    [file] = [path for path in (run / "ecsview").iterdir() if FRONT in path.read_text()]
    file.write_text({"dead": f"{FRONT}:9\n", "silent": f"{FRONT}:{silent}\n",
                     "rubbish": "x" * 9999}[remembered])
    assert rounds_to_picture(cloud, xvfb, directory, run) <= 7
    assert FRONT in file.read_text()
