# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a VncUrl of the API may lead: to the platform's hosts, and to those of --console-hosts."""

import pytest

from lib.commands import run
from lib.endings import API, USAGE, refused, shot_refused
from lib.http_proxy import HttpProxy
from lib.process import wait_until
from lib.sim import EcsSim
from lib.viewer import Viewer

LOOK_ALIKE = "hz01-vncproxy.evilaliyun.com"


def asked(sim):
    """Options that make the viewer ask this cloud, and believe it no further."""
    return ["--endpoint", sim.api, "--region", sim.region, "--ca-file", sim.ca]


def say(host):
    return f"leads to {host}, which is no host of the platform", f"--console-hosts {host}"


def page_target(sim):
    """A page of the web console, without a URL in it."""
    return f"https://ecs.console.aliyun.com/vnc/index.htm?instanceId={sim.instance}"


@pytest.fixture(scope="module")
def sim(tmp_path_factory):
    with EcsSim(tmp_path_factory.mktemp("cloud"), "--still") as cloud:
        yield cloud


@pytest.mark.parametrize("listed", [[], ["--console-hosts", "127.0.0.2,.0.0.1.example,localhost"]])
def test_elsewhere(directory, xvfb, sim, listed):
    args = [*asked(sim), *listed]
    for target in (sim.instance, page_target(sim)):
        said = shot_refused(directory, API, target, *args, env=sim.env(), words=say("127.0.0.1"))
        assert "?" not in said and "/" not in said
        refused(directory, API, target, *args, env=sim.env(), display=xvfb, words=say("127.0.0.1"))
    for page in ([], ["--page"]):
        refused(directory, API, "url", *page, sim.instance, *args, env=sim.env(),
                words=say("127.0.0.1"))
    assert not sim.log(event="connect")


def test_a_look_alike_is_not_even_looked_up(directory):
    with EcsSim(directory, "--still", "--public-host", LOOK_ALIKE) as sim, HttpProxy() as proxy:
        # The API goes by that name, too, and only the proxy knows where it is.
        api = sim.api.partition("//")[2]
        proxy.routes = {api: ("127.0.0.1", int(api.rpartition(":")[2]))}
        shot_refused(directory, API, sim.instance, *asked(sim), "--proxy", proxy.url(),
                     env=sim.env(), words=say(LOOK_ALIKE))
        assert proxy.asked == [api]


@pytest.mark.parametrize("place", ["line", "file"])
def test_listed(directory, sim, place):
    listed = ["--console-hosts", "a.example,127.0.0.1"]
    if place == "file":
        file = directory / "config.toml"
        file.write_text('console-hosts = ".example,127.0.0.1"\n')
        listed = ["--config", file]
    url = run(directory, "url", sim.instance, *asked(sim), *listed, env=sim.env())
    assert url.startswith("wss://127.0.0.1:")
    # What a person gives may lead anywhere.
    with Viewer(directory, "shot", "-", directory / "a.png", "--ca-file", sim.ca,
                stdin=url.encode()) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()


def test_lists_that_are_none(directory):
    for wrong in ("", "*", "a:443", "a,", "https://a", ".10.0.0.1", "10.0.0.0/8"):
        refused(directory, USAGE, "--console-hosts", wrong, "i-abc", words="--console-hosts")


def test_no_way_is_begun_to_a_host_that_is_not_listed_any_more(directory, sim):
    """The one that is remembered as having served this region."""
    home = directory / "run"
    home.mkdir(mode=0o700)
    env = {**sim.env(), "XDG_RUNTIME_DIR": str(home)}
    console = sim.wss.partition("//")[2]

    def asks(*listed):
        with HttpProxy() as proxy:
            with Viewer(directory, "shot", *asked(sim), *listed, "--proxy", proxy.url(),
                        sim.instance, directory / "a.png", env=env) as viewer:
                code = viewer.wait_exit()
            return code, console in proxy.asked

    assert asks("--console-hosts", "127.0.0.1") == (0, True)
    wait_until(lambda: any(console in file.read_text() for file in home.rglob("*")
                           if file.is_file()), 10, "host that is remembered")
    assert asks() == (API, False)
