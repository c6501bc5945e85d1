# SPDX-License-Identifier: GPL-2.0-or-later
"""A connection to a server that was spoken to before goes on in its session of TLS; OpenSSL says so.
It never leads around what a whole handshake would find: an end that has come, another key."""

import datetime
import ssl
import time

import pytest

from lib.certs import Certs
from lib.faulty import healthy, losses, watch
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.tls_cases import Issuer, context

HOSTS = ["127.0.0.1"]
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3}
SOON = 20  # seconds that a certificate still holds: the viewer starts within
versions = pytest.mark.parametrize("version", VERSIONS)


def speaking(version, pair):
    return context(pair, VERSIONS[version], VERSIONS[version])


def briefly(connection):
    """Hangs up once its picture is there, and the next one is asked for."""
    healthy(connection, lambda: len(connection.received("fbur")) > 1)


def sessions(viewer, leg):
    """What the log says of each handshake of a leg, in order."""
    return [line.rpartition("=")[2] for line in viewer.stderr().splitlines()
            if f" {leg}: TLS " in line]


def refused(viewer, words):
    return wait_until(lambda: [why for _, why in losses(viewer) if words in why], 30,
                      f"loss for {words}")


@versions
def test_the_console(xvfb, directory, certs, version):
    with RawPeer(briefly, "wss", certs.right) as peer:
        peer.context = speaking(version, certs.right)
        with watch(directory, xvfb, peer.url, "--ca-file", certs.ca, level="debug") as viewer:
            peer.connection(3)
            assert [each.resumed for each in peer.connections[:4]] == [False, True, True, True]
            assert sessions(viewer, "link")[:3] == ["new", "resumed", "resumed"]
            assert viewer.terminate() == 0


@versions
def test_the_api(xvfb, directory, version):
    """Asked for each connection anew; it and the console's proxy have sessions of their own."""
    with EcsSim(directory, "--drop-after", "1s", "--tls-min", version, "--tls-max",
                version) as sim:
        with watch(directory, xvfb, sim.instance, *sim.args(), env=sim.env(),
                   level="debug") as viewer:
            consoles = sim.wait_log(event="connect", verdict="ok", count=3)
            asked = sim.log(event="api", action="DescribeInstanceVncUrl")
            assert viewer.terminate() == 0
        assert not sim.log(event="api")[0]["resumed"]
        assert [each["resumed"] for each in asked[1:3]] == [True, True]
        assert [each["resumed"] for each in consoles[:3]] == [False, True, True]
        assert "resumed" in sessions(viewer, "ecs")


@versions
def test_another_certificate(xvfb, directory, certs, version):
    """Of a server that knows nothing of the session: what it shows is judged."""
    with RawPeer(briefly, "wss", certs.right) as peer:
        peer.context = speaking(version, certs.right)
        peer.script = lambda connection: (setattr(peer, "context", speaking(version, certs.unknown)),
                                          briefly(connection))
        with watch(directory, xvfb, peer.url, "--ca-file", certs.ca) as viewer:
            refused(viewer, "authority")
            assert len(peer.connections) == 1
            assert viewer.terminate() == 0


@versions
def test_another_key_than_the_pinned_one(xvfb, directory, certs, version):
    with RawPeer(briefly, "wss", certs.right) as peer:
        peer.context = speaking(version, certs.right)
        peer.script = lambda connection: (setattr(peer, "context", speaking(version, certs.rsa)),
                                          briefly(connection))
        with watch(directory, xvfb, peer.url, "--ca-file", certs.ca, "--pin",
                   Certs.pin(certs.right)) as viewer:
            refused(viewer, "is not the one of --pin")
            assert len(peer.connections) == 1
            assert viewer.terminate() == 0


@versions
def test_a_certificate_that_has_ended_since(xvfb, directory, version):
    """The server would go on in the old session. It is not asked to."""
    issuer = Issuer()
    pair = issuer.server(directory, HOSTS, ends=datetime.timedelta(seconds=SOON))
    over = time.time() + SOON + 1
    (directory / "ca.pem").write_bytes(issuer.pem())

    def until_it_is_over(connection):
        healthy(connection, lambda: time.time() > over)

    with RawPeer(until_it_is_over, "wss", pair) as peer:
        peer.context = speaking(version, pair)
        with watch(directory, xvfb, peer.url, "--ca-file", directory / "ca.pem") as viewer:
            peer.connection().wait("fbur", count=2)
            refused(viewer, "has expired")
            assert len(peer.connections) == 1
            assert viewer.terminate() == 0


@versions
def test_a_server_that_changes_its_version(xvfb, directory, certs, version):
    """An old session ties a handshake to its version: it is let go, and the next one is whole."""
    other = "1.2" if version == "1.3" else "1.3"
    with RawPeer(briefly, "wss", certs.right) as peer:
        peer.context = speaking(version, certs.right)
        peer.script = lambda connection: (setattr(peer, "context", speaking(other, certs.right)),
                                          briefly(connection))
        with watch(directory, xvfb, peer.url, "--ca-file", certs.ca) as viewer:
            assert not peer.connection(1, 40).resumed
            assert viewer.terminate() == 0
