# SPDX-License-Identifier: GPL-2.0-or-later
"""The legal forms of a console's host, what may be long, and offers that a server does not like."""

import pytest

from lib import faulty, websocket
from lib.consoles import take_shot
from lib.endings import NETWORK, TLS, USAGE, shot_refused
from lib.names import knowing
from lib.rawpeer import RawPeer
from lib.viewer import Viewer


@pytest.mark.parametrize("host", ["[::1]", "[0:0:0:0:0:0:0:1]", "[0::0001]"])
def test_an_ipv6_address_is_verified_without_its_brackets(directory, certs, host):
    with RawPeer(faulty.healthy, "wss", certs.right, host="::1") as peer:
        take_shot(directory, peer.url.replace("[::1]", host), "--ca-file", certs.ca)
        assert peer.connection(0).request.headers["host"] == f"[::1]:{peer.port}"


def test_an_ipv6_address_that_the_certificate_lacks(directory, certs):
    with RawPeer(faulty.healthy, "wss", certs.names_only, host="::1") as peer:
        shot_refused(directory, TLS, peer.url, "--ca-file", certs.ca,
                     words=[f"of [::1]:{peer.port} is for another host"])
        assert not peer.connections


def test_an_ipv6_address_is_shown_in_brackets(directory):
    with RawPeer(faulty.healthy, host="::1") as peer:
        port = peer.port
        take_shot(directory, peer.url)
    shot_refused(directory, NETWORK, f"vnc://[::1]:{port}", words=f"at [::1]:{port};")


@pytest.mark.parametrize("host", ["CONSOLE.Test", "console.test.", "Console.TEST."])
def test_a_name_is_the_same_in_capitals_and_with_its_final_dot(directory, certs, host):
    with RawPeer(faulty.healthy, "wss", certs.names_only) as peer:
        shot(directory, certs, f"wss://{host}:{peer.port}/", console_test=["127.0.0.1"])
        assert peer.connection(0).request.headers["host"] == f"console.test:{peer.port}"


def test_a_name_of_250_characters_is_verified_whole(directory, certs):
    name = certs.LONG_NAME
    hosts = {name.replace(".", "_"): ["127.0.0.1"]}
    with RawPeer(faulty.healthy, "wss", certs.names_only) as peer:
        shot(directory, certs, f"wss://{name}:{peer.port}/", **hosts)


@pytest.mark.parametrize("host, word", [
    ("[fe80::1%25lo]", "zone"), ("[fe80::1%lo]", "zone"), ("b\u00fccher.test", "xn--"),
    ("127.1", "malformed"), ("0x7f.0.0.1", "malformed"), ("2130706433", "malformed")])
def test_forms_that_are_refused(directory, host, word):
    shot_refused(directory, USAGE, f"vnc://{host}:1", words=word)


# --- long tokens ---------------------------------------------------------------------------------

@pytest.mark.parametrize("size", [4_000, 4_096, 16_300, 17_000, 33_000, 65_000])
@pytest.mark.parametrize("transport", ["ws", "wss"])
def test_a_long_token_arrives_whole(directory, certs, transport, size):
    token = "".join(chr(ord("a") + i % 26) for i in range(size))
    with RawPeer(faulty.healthy, transport, certs.right) as peer:
        url = peer.url.partition("?")[0] + "?s=" + token
        take_shot(directory, "-", "--ca-file", certs.ca, stdin=url.encode() + b"\n")
        assert peer.connection(0).request.path.endswith("?s=" + token)


@pytest.mark.parametrize("status", ["414 URI Too Long", "431 Request Header Fields Too Large"])
def test_a_token_that_is_too_long_for_the_server(directory, status):
    with RawPeer(faulty.healthy, "ws", answer=refusal(status)) as peer:
        shot_refused(directory, NETWORK, peer.url, words=[f"HTTP {status[:3]}", "length of a URL"])


def test_a_token_that_is_too_long_for_us(directory):
    shot_refused(directory, USAGE, "wss://127.0.0.1/?s=" + "x" * 66_000, words="longer than 64 kB")


# --- the subprotocol -----------------------------------------------------------------------------

def refusal(status):
    return lambda request: f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()


def without_a_subprotocol(request):
    if request.protocols():
        return refusal("400 Bad Request")(request)
    return websocket.accept(request, protocol=None)


def test_a_refused_subprotocol_is_left_out(directory):
    with RawPeer(faulty.healthy, "ws", answer=without_a_subprotocol) as peer:
        take_shot(directory, peer.url)
        assert [c.request.protocols() for c in peer.connections] == [["binary"], []]


def test_and_not_offered_again(xvfb, directory):
    with RawPeer(faulty.healthy, "ws", answer=without_a_subprotocol) as peer:
        with Viewer(directory, peer.url, display=xvfb) as viewer:
            peer.connection(1).wait("fbur", count=2)  # the second follows the picture
            peer.connection(1).close()
            peer.connection(2).wait("fbur")
            assert [c.request.protocols() for c in peer.connections] == [["binary"], [], []]
            assert viewer.terminate() == 0


def test_http_400_for_another_reason(directory):
    with RawPeer(faulty.healthy, "ws", answer=refusal("400 Bad Request")) as peer:
        shot_refused(directory, NETWORK, peer.url, words="HTTP 400")
        assert [c.request.protocols() for c in peer.connections] == [["binary"], []]


def shot(directory, certs, target, **hosts):
    path = directory / "shot.png"
    with Viewer(directory, "shot", "--ca-file", certs.ca, target, path,
                program=knowing(directory, **hosts)) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
