# SPDX-License-Identifier: GPL-2.0-or-later
"""Configuration files, as the program finds them. What they may have is tested in tests/unit."""

import pytest

from lib import faulty
from lib.endings import NETWORK, NO_DISPLAY, USAGE, refused, shot_refused
from lib.ports import Port
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

ELSEWHERE = "0.0.0.0"  # this machine, and nothing in the name says so


@pytest.fixture
def config(directory):
    """Writes the user's file; what it returns is the environment that leads there."""
    def write(text):
        folder = directory / "config" / "ecsview"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(text)
        return {"XDG_CONFIG_HOME": str(folder.parent)}
    return write


def test_a_section_counts_for_its_console_only(config, directory):
    with RawPeer(faulty.healthy, "ws") as peer:
        url = peer.url.replace("127.0.0.1", ELSEWHERE)
        address = url.partition("?")[0]
        other = config(f"[console.'{address.replace(ELSEWHERE, '0.0.0.1')}']\n"
                       "allow-plain-ws = true\n")
        shot_refused(directory, USAGE, url, env=other, words="--allow-plain-ws")
        assert not peer.connections
        with Viewer(directory, "shot", "-", directory / "a.png", stdin=url.encode(),
                    env=config(f"[console.'{address}']\nallow-plain-ws = true\n")) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()


def test_the_command_line_counts_first(config, directory):
    env = config("log-level = 'debug'\n")
    with Port() as port:
        target = f"vnc://127.0.0.1:{port}"
        with Viewer(directory, "shot", target, directory / "a.png", env=env) as viewer:
            assert viewer.wait_exit() == NETWORK
            assert "debug" in viewer.stderr()
        shot_refused(directory, NETWORK, target, "--log-level", "error", env=env)


def test_a_mistake_is_told_with_its_line_before_the_display_is_asked_for(config, directory):
    env = config("scale = 'fit'\nfulscreen = true\n")
    said = refused(directory, USAGE, "vnc://127.0.0.1:1", env=env,
                   words="config.toml:2: There is no key fulscreen; perhaps it is fullscreen")
    assert said.startswith(str(directory / "config"))
    # Standard input is not waited for, and another file is another matter.
    refused(directory, USAGE, "-", env=env, words="config.toml:2")
    refused(directory, NO_DISPLAY, "--config", "/dev/null", "vnc://127.0.0.1:1", env=env)


def test_a_file_in_the_home_folder_is_found(directory):
    home = directory / "somebody"
    (home / ".config" / "ecsview").mkdir(parents=True)
    (home / ".config" / "ecsview" / "config.toml").write_text("[.]\n")
    refused(directory, USAGE, "vnc://127.0.0.1:1", env={"HOME": str(home)},
            words="config.toml:1: This is not TOML")


def test_a_file_that_is_named_has_to_be_there(directory):
    refused(directory, USAGE, "--config", directory / "absent", "vnc://127.0.0.1:1",
            words="--config")


def test_a_secret_has_no_place_in_a_file(config, directory):
    env = config("proxy = 'http://me:geheim@127.0.0.1:1'\n")
    assert "geheim" not in refused(directory, USAGE, "i-1", env=env, words="no file may hold")


def test_what_holds_is_printed_without_asking_anybody(config, directory):
    env = config("[console.'i-1']\nscale = 'none'\n")
    with Viewer(directory, "config", "--region", "cn-beijing", "i-1", env=env) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
        lines = viewer.stdout().split("\n")
        assert f'scale = "none"  # {directory}/config/ecsview/config.toml:2' in lines
        assert 'region = "cn-beijing"  # the command line' in lines
        assert 'timeout = "30s"  # default' in lines and viewer.stderr() == ""
