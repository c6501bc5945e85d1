# SPDX-License-Identifier: GPL-2.0-or-later
"""The way out by an HTTP proxy: the same for the API and the console, and clear when it fails."""

import time

import pytest

from lib import faulty
from lib.consoles import take_shot
from lib.endings import NETWORK, USAGE, shot_refused
from lib.http_proxy import HttpProxy
from lib.ports import Port
from lib.rawpeer import RawPeer
from lib.sim import EcsSim

LOGIN, WRITTEN = "us er:p@ss%", "us%20er:p%40ss%25"


def legs(sim):
    return sorted(url.rpartition("/")[2] for url in (sim.api, sim.wss))


@pytest.mark.parametrize("way", ["option", "https_proxy", "HTTPS_PROXY"])
def test_both_legs_take_it(directory, way):
    with EcsSim(directory) as sim, HttpProxy(login=LOGIN) as proxy:
        url = proxy.url(WRITTEN)
        option, env = (["--proxy", url], {}) if way == "option" else ([], {way: url})
        take_shot(directory, sim.instance, *sim.args(), *option, env={**sim.env(), **env})
        assert sorted(proxy.asked) == legs(sim) and not proxy.refused


@pytest.mark.parametrize("listed", ["127.0.0.1", "*", "127.0.0.0/8,example.com"])
def test_both_legs_leave_it_out(directory, listed):
    with EcsSim(directory) as sim, HttpProxy(status="502 Bad Gateway") as proxy:
        take_shot(directory, sim.instance, *sim.args(), "--proxy", proxy.url(),
                  env={**sim.env(), "no_proxy": listed})
        assert not proxy.refused


@pytest.mark.parametrize("status, words", [
    ("407 Proxy Authentication Required", ["HTTP 407", "password"]),
    ("502 Bad Gateway", ["HTTP 502", "later"]), ("403 Forbidden", ["HTTP 403", "no_proxy"])])
def test_refusal_of_the_console(directory, certs, status, words):
    with RawPeer(faulty.healthy, "wss", certs.right) as peer, HttpProxy(status=status) as proxy:
        said = shot_refused(directory, NETWORK, peer.url, "--ca-file", certs.ca, "--proxy",
                            proxy.url("user:geheim"), words=[f"127.0.0.1:{proxy.port}", *words])
        assert "geheim" not in said and not peer.connections


def test_refusal_of_the_api(directory):
    with EcsSim(directory) as sim, HttpProxy(login=LOGIN) as proxy:
        shot_refused(directory, NETWORK, sim.instance, *sim.args(), "--proxy", proxy.url("a:b"),
                     env=sim.env(), words=["proxy", "407"])


def test_proxy_that_is_not_there(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.right) as peer, Port() as closed:
        shot_refused(directory, NETWORK, peer.url, "--ca-file", certs.ca, "--proxy",
                     f"http://127.0.0.1:{int(closed)}", words=["proxy at 127.0.0.1", "https_proxy"])


def test_certificate_is_the_consoles_behind_the_proxy(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.unknown) as peer, HttpProxy() as proxy:
        shot_refused(directory, 6, peer.url, "--ca-file", certs.ca, "--proxy", proxy.url())
        assert proxy.asked


def test_plain_vnc_is_direct(directory):
    with RawPeer(faulty.healthy) as peer, HttpProxy(status="502 Bad Gateway") as proxy:
        take_shot(directory, peer.url, "--proxy", proxy.url())
        assert not proxy.refused


@pytest.mark.parametrize("age", [13, 14.9, 15.1, 20])
def test_url_that_grows_old_on_the_way(xvfb, directory, age):
    """A VncUrl of 15 s, all in a tenth: the way to the console takes so long, once."""
    with EcsSim(directory, "--url-ttl", "1.5s") as sim, HttpProxy() as proxy:
        proxy.delays[sim.wss.rpartition("/")[2]] = age / 10
        with faulty.watch(directory, xvfb, sim.instance, *sim.args(), "--proxy", proxy.url(),
                          "--retry", "forever", env=sim.env()) as viewer:
            began = time.time()
            sim.wait_log(event="connect", verdict="ok", seconds=40)
            told = faulty.losses(viewer)
            asked = len(sim.log(event="issue"))
            first, why = told[0] if told else (began, "it was still good")
            faulty.line(f"url-{age}-s-old", first - began, time.time() - began, asked, why)
            assert asked == 1 + len(told) <= 2
            assert age < 15 or "expired" in why
            assert viewer.terminate() == 0


@pytest.mark.parametrize("no_proxy", ["*", "127.0.0.1"])
def test_a_proxy_that_cannot_be_used_hurts_nobody_else(directory, no_proxy):
    env = {"https_proxy": "gopher://u:geheim@127.0.0.1:1"}
    with RawPeer(faulty.healthy) as peer:
        take_shot(directory, peer.url, env=env)
    with EcsSim(directory) as sim:
        take_shot(directory, sim.instance, *sim.args(),
                  env={**sim.env(), **env, "no_proxy": no_proxy})


def test_a_proxy_that_cannot_be_used_is_told_to_who_would_use_it(directory, certs):
    env = {"https_proxy": "gopher://u:geheim@127.0.0.1:1"}
    with EcsSim(directory) as sim, RawPeer(faulty.healthy, "wss", certs.right) as peer:
        for target, options in ((sim.instance, sim.args()), (peer.url, ["--ca-file", certs.ca])):
            said = shot_refused(directory, USAGE, target, *options, env={**sim.env(), **env},
                                words=["scheme", "https_proxy", "no_proxy"])
            assert "geheim" not in said
        assert not peer.connections


ANSWERS = {
    "two segments": [b"HTTP/1.1 200 Connection established\r\n", b"\r\n"],
    "in the status": [b"HTTP/1.", b"1 200 OK\r\n\r\n"],
    "header lines between": [b"HTTP/1.1 200 OK\r\nProxy-Agent: x/1\r\n", b"Via: 1.1 y\r\n",
                             b"\r\n"],
    "within the end": [b"HTTP/1.1 200 OK\r\nA: b\r\n\r", b"\n"],
    "another 2xx": [b"HTTP/1.1 201 Created\r\n\r\n"],
    "HTTP/1.0": [b"HTTP/1.0 200 OK\r\n\r\n"],
    "15 kB": [b"HTTP/1.1 200 OK\r\n" + b"a: " + b"b" * 15_000 + b"\r\n\r\n"],  # curl's most is 16
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_is_read_to_its_empty_line(directory, name):
    with EcsSim(directory) as sim, HttpProxy(answers=ANSWERS[name]) as proxy:
        take_shot(directory, sim.instance, *sim.args(), "--proxy", proxy.url(), env=sim.env())
        assert sorted(proxy.asked) == legs(sim)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 20_000,
                                    b"SSH-2.0-OpenSSH_9\r\n"], ids=["endless", "ssh"])
def test_an_answer_that_is_none(directory, certs, answer):
    with RawPeer(faulty.healthy, "wss", certs.right) as peer, HttpProxy(answers=[answer]) as proxy:
        shot_refused(directory, NETWORK, peer.url, "--ca-file", certs.ca, "--proxy", proxy.url(),
                     words=[f"127.0.0.1:{proxy.port} answers what no proxy", "https_proxy"])
