# SPDX-License-Identifier: GPL-2.0-or-later
"""Ways to the console: real proxies of every kind on both legs, and hosts with several addresses."""

import pytest

from lib import faulty
from lib.consoles import take_shot
from lib.endings import NETWORK, OUT_OF_TIME, TLS, refused, shot_refused
from lib.http_proxy import HttpProxy
from lib.names import Dead, knowing
from lib.ports import Port
from lib.proxies import Microsocks, Tinyproxy, TlsFront
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.viewer import Viewer

LOGIN = "user:secret"
KEY_A = 30  # evdev


def shot_by(directory, sim, url, **env):
    """A picture by way of the proxy, also when only its environment names it."""
    options = ["--proxy", url] if url else []
    return take_shot(directory, sim.instance, *sim.args(), *options, env={**sim.env(), **env})


def test_socks_on_both_legs(directory):
    with EcsSim(directory) as sim, Microsocks(directory) as proxy:
        for scheme in ("socks5", "socks5h"):
            shot_by(directory, sim, proxy.url(scheme=scheme))
        for name in ("https_proxy", "ALL_PROXY", "all_proxy"):
            shot_by(directory, sim, None, **{name: proxy.url()})
        clients = sim.log(event="connect")
        assert len(clients) == 5


def test_socks_with_a_login(directory, certs):
    with EcsSim(directory) as sim, Microsocks(directory, LOGIN) as proxy, \
            RawPeer(faulty.healthy, "wss", certs.right) as peer:
        shot_by(directory, sim, proxy.url(LOGIN))
        for login in (None, "user:geheim"):
            for target, options in ((sim.instance, sim.args()),
                                    (peer.url, ["--ca-file", certs.ca])):
                said = shot_refused(directory, NETWORK, target, *options, "--proxy",
                                    proxy.url(login), env=sim.env(), words=["user name", "--proxy"])
                assert "geheim" not in said
        assert not peer.connections


def test_what_socks_cannot_reach(directory, certs):
    with Microsocks(directory) as proxy, Port() as closed:
        shot_refused(directory, NETWORK, f"wss://127.0.0.1:{closed}/", "--ca-file", certs.ca,
                     "--proxy", proxy.url(), words=["cannot reach", f"127.0.0.1:{closed}", "later"])


def test_http_proxies_one_behind_the_other(directory):
    with EcsSim(directory) as sim, Tinyproxy(directory) as last, \
            Tinyproxy(directory, LOGIN, upstream=last) as first:
        shot_by(directory, sim, first.url(LOGIN))


def test_tls_to_the_proxy_on_both_legs(directory, certs):
    with EcsSim(directory) as sim, Tinyproxy(directory, LOGIN) as inner, \
            TlsFront(directory, inner, certs.right) as proxy:
        both = directory / "both.pem"
        both.write_bytes(sim.ca.read_bytes() + certs.ca.read_bytes())
        sim.ca = both
        shot_by(directory, sim, proxy.url(LOGIN))
        shot_refused(directory, NETWORK, sim.instance, *sim.args(), "--proxy", proxy.url("a:b"),
                     env=sim.env(), words=["proxy", "HTTP 40", "password"])


@pytest.mark.parametrize("kind", ["unknown", "wrong_host", "expired"])
def test_certificate_of_the_proxy(directory, certs, kind):
    with RawPeer(faulty.healthy, "wss", certs.right) as peer, HttpProxy() as inner, \
            TlsFront(directory, inner, getattr(certs, kind)) as proxy:
        shot_refused(directory, TLS, peer.url, "--ca-file", certs.ca, "--proxy", proxy.url(),
                     words=["certificate of the proxy at", f"127.0.0.1:{proxy.port}"])
        assert not inner.asked and not inner.refused


def test_certificate_of_the_proxy_to_the_api(directory, certs):
    with EcsSim(directory) as sim, HttpProxy() as inner, \
            TlsFront(directory, inner, certs.right) as proxy:
        shot_refused(directory, TLS, sim.instance, *sim.args(), "--proxy", proxy.url(),
                     env=sim.env(), words=["certificate of the proxy"])
        assert not inner.asked


def test_a_proxy_without_tls_called_https(directory, certs):
    def as_squid(connection):
        connection.send_raw(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with EcsSim(directory) as sim, RawPeer(faulty.healthy, "wss", certs.right) as peer, \
            RawPeer(as_squid) as proxy:
        for target, options in ((sim.instance, sim.args()), (peer.url, ["--ca-file", certs.ca])):
            shot_refused(directory, NETWORK, target, *options, "--proxy",
                         f"https://127.0.0.1:{proxy.port}", env=sim.env(),
                         words=["The proxy", "TLS", "may be http://"])


def test_a_proxy_without_tls_that_waits(directory):
    with EcsSim(directory) as sim, Tinyproxy(directory) as proxy:
        refused(directory, OUT_OF_TIME, "url", *sim.args(), "--timeout", "6s", "--proxy",
                proxy.url(scheme="https"), sim.instance, env=sim.env(),
                words=["The proxy", "TLS", "may be http://"])


def test_a_window_lives_on_behind_tls_to_the_proxy(xvfb, directory, certs):
    """Input and pictures for a while, the proxy's end seen, and an orderly end."""
    with RawPeer(faulty.healthy, "wss", certs.right) as peer, HttpProxy() as inner, \
            TlsFront(directory, inner, certs.right) as proxy:
        with Viewer(directory, peer.url, "--ca-file", certs.ca, "--proxy", proxy.url(),
                    display=xvfb) as viewer:
            peer.connection(0).wait("fbur", count=2)  # the second follows the picture
            xvfb.focus(viewer.window())
            xvfb.key(KEY_A)
            peer.connection(0).wait("key", count=2)
            peer.connection(0).close()
            peer.connection(1).wait("fbur")
            assert viewer.terminate() == 0


# --- addresses -----------------------------------------------------------------------------------

# An attempt's whole time; the second dead address alone takes longer than that by itself.
LIMIT = ("--timeout", "9s")


def test_addresses_are_raced(directory, certs):
    with Port() as port, Dead("127.0.0.2", int(port)), Dead("127.0.0.3", int(port)), \
            RawPeer(faulty.healthy, "wss", certs.right, host="127.0.0.4", port=int(port)) as peer:
        shot(directory, f"wss://console.test:{port}/", certs, *LIMIT,
             console_test=["127.0.0.2", "127.0.0.3", "127.0.0.4"])
        assert len(peer.connections) == 1


def test_addresses_of_the_proxy_are_raced(directory, certs):
    with Port() as port, Dead("127.0.0.2", int(port)), Dead("127.0.0.3", int(port)), \
            HttpProxy(host="127.0.0.4", port=int(port)) as proxy, \
            RawPeer(faulty.healthy, "wss", certs.right) as peer:
        shot(directory, peer.url, certs, "--proxy", f"http://proxy.test:{port}", *LIMIT,
             proxy_test=["127.0.0.2", "127.0.0.3", "127.0.0.4"])
        assert proxy.asked and len(peer.connections) == 1


def test_one_dead_ipv6_address_on_both_legs(directory):
    """As behind NAT64 that has gone: the name has both, and IPv6 leads nowhere."""
    with EcsSim(directory) as sim, Microsocks(directory) as proxy, \
            Dead("::1", proxy.port):
        path = directory / "shot.png"
        with Viewer(directory, "shot", *sim.args(), "--proxy", proxy.url(host="proxy.test"),
                    *LIMIT, sim.instance, path, env=sim.env(),
                    program=knowing(directory, proxy_test=["::1", "127.0.0.1"])) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()


def test_socks_is_told_the_next_address(directory, certs):
    """socks5:// looks the name up here; the first address is closed at the proxy's side."""
    with Port() as port, Microsocks(directory) as proxy, \
            RawPeer(faulty.healthy, "wss", certs.right, host="127.0.0.4", port=int(port)) as peer:
        shot(directory, f"wss://console.test:{port}/", certs, "--proxy", proxy.url(scheme="socks5"),
             console_test=["127.0.0.2", "127.0.0.4"])
        assert len(peer.connections) == 1


def shot(directory, target, certs, *options, **hosts):
    path = directory / "shot.png"
    with Viewer(directory, "shot", "--ca-file", certs.ca, *options, target, path,
                program=knowing(directory, **hosts)) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
