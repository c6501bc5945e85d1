# SPDX-License-Identifier: GPL-2.0-or-later
"""The fault matrix, in its short form: limits are scaled by the test build. Each fault is noticed,
said, and recovered from without anybody's hand; pytest -rP prints the table."""

import time

import pytest

from lib import faulty, rfb_server, websocket
from lib.causes import causes_of
from lib.endings import API, NETWORK
from lib.faulty import Console, healthy, line, losses, picture, wait_loss, watch
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim


HALF = len(picture()) // 2
TIMEOUT = "30s" if faulty.SOAK else "3s"  # of an attempt
pytestmark = pytest.mark.timeout(400 if faulty.SOAK else 120)


def reset(connection):
    connection.close(reset=True)


def hold(connection):
    connection.answer_pings = False
    connection.hold()


def trickle(connection):
    """One byte a second, scaled."""
    for byte in picture():
        connection.send(bytes([byte]))
        time.sleep(1 / faulty.SCALE)
        if connection.closed:
            return


def frame(*args, **wrong):
    def script(connection):
        connection.frame(*args, **wrong)
        connection.hold()
    return script


def close_code(code):
    return lambda connection: connection.frame(websocket.CLOSE, code.to_bytes(2, "big"))


def half_then(end):
    return lambda connection: (connection.send(picture()[:HALF]), end(connection))


LIVE = {
    "reset": reset,
    "fin": lambda connection: None,
    "reset-mid-rectangle": half_then(reset),
    "fin-mid-rectangle": half_then(lambda connection: None),
    "stall-mid-rectangle": half_then(lambda connection: connection.hold()),
    "one-byte-a-second": trickle,
    "silent-server": lambda connection: connection.hold(),
    "silent-proxy": hold,
    "rubbish": lambda connection: (connection.send(b"\x63"), connection.hold()),
    "text-frame": frame(websocket.TEXT, b"hello"),
    "masked-frame": frame(websocket.BINARY, b"\0\0\0\0", mask=b"abcd"),
    "oversized-frame": frame(websocket.BINARY, b"x", length=1 << 62),
    "truncated-frame": lambda connection: connection.frame(websocket.BINARY, b"\0", length=4000),
    "close-1000": close_code(1000), "close-1001": close_code(1001),
    "close-1008": close_code(1008), "close-1011": close_code(1011),
}


def after(steps, end):
    """The handshake up to a step, then `end`."""
    def script(connection):
        sends = [rfb_server.VERSION, b"\x01\x01", b"\0\0\0\0",
                 rfb_server.server_init(*faulty.SIZE, "x")]
        reads = [12, 1, 1, 0]
        for data, count in list(zip(sends, reads))[:int(steps)]:
            connection.send(data)
            if count:
                connection.read(count)
        if steps % 1:
            connection.send(sends[int(steps)][:-1])
        if steps >= 4:
            connection.parse()
            connection.send(rfb_server.update())  # the first request was said ahead, the next is not
            connection.wait("fbur", count=2)
        end(connection)
    return script


# Half a step: all but the last byte of what the server sends there.
STEPS = {"after-101": 0, "in-greeting": 0.5, "after-greeting": 1, "in-security": 1.5,
         "after-security": 2, "in-result": 2.5, "after-client-init": 3, "in-server-init": 3.5,
         "before-first-update": 4}
HANDSHAKE = {
    **{f"reset-{name}": after(step, reset) for name, step in STEPS.items()},
    **{f"stall-{name}": after(step, lambda connection: connection.hold())
       for name, step in STEPS.items() if not name.startswith("in-s")},
    "reset-in-first-rectangle": after(4, half_then(reset)),
    "stall-in-first-rectangle": after(4, half_then(lambda connection: connection.hold())),
    "in-use": after(3, lambda connection: None),
    "not-rfb": lambda connection: (connection.send(b"SSH-2.0-x\r\n\r\n"), connection.hold()),
}
ENDED_IN_IT = {"in-use", "not-rfb", *(f"reset-{name}" for name, step in STEPS.items() if step < 4)}
ANSWERS = {
    "http-403": b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "http-429": b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
    "http-502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "http-half": b"HTTP/1.1 101 Switching Prot",
    "http-nothing": b"",
}


# Why the link ended, as docs/endings.md names it.
CAUSE = {
    **{name: "reset" for name in [*LIVE, *HANDSHAKE] if name.startswith("reset")},
    **{name: "out_of_time" for name in HANDSHAKE if name.startswith("stall")},
    "fin": "closed", "fin-mid-rectangle": "closed",
    "masked-frame": "closed", "truncated-frame": "closed",
    "stall-mid-rectangle": "stalled", "one-byte-a-second": "stalled",
    "silent-server": "silent", "silent-proxy": "silent", "oversized-frame": "silent",
    "half-open": "silent",
    "rubbish": "protocol_fault", "text-frame": "text", "not-rfb": "not_rfb", "in-use": "in_use",
    "close-1000": "goodbye_hung_up", "close-1001": "goodbye_away",
    "close-1008": "goodbye_forbidden", "close-1011": "goodbye_failed",
    "http-403": "http_expired", "http-429": "http_too_many", "http-502": "http_failed",
    # At the program's own limits libwebsockets gives up after 20 s, before the attempt's time is over.
    "http-half": "out_of_time no_websocket", "http-nothing": "no_websocket",
    # A reset may be seen by the connect, by TLS before its first byte, or in the midst of it.
    "accept-reset": "unreachable closed_at_once no_tls",
    "stall-in-tls": "out_of_time no_tls", "other-certificate": "certificate",
}


def check_cause(name, why):
    assert causes_of(why) & set(CAUSE[name].split()), why


def judge(name, console, directory, display, losses_before=0, silent=0):
    """`silent`: attempts that fail and are made anew without a word."""
    with watch(directory, display, console.url, "--timeout", TIMEOUT) as viewer:
        console.shown(0)
        began = time.time()
        console.fail()
        told, why = wait_loss(viewer, 1 + losses_before)
        number = 1 + losses_before
        console.shown(number + silent)
        recovered = time.time()
        line(name, told - began, recovered - began, len(console.peer.connections) - 1, why)
        check_cause(name, why)
        assert len(losses(viewer)) == number, viewer.stderr()
        assert viewer.terminate() == 0
    assert len(console.peer.connections) == number + silent + 1


@pytest.mark.parametrize("name", LIVE)
def test_fault_of_a_live_link(xvfb, directory, name):
    with Console(LIVE[name], live=True) as console:
        judge(name, console, directory, xvfb)


@pytest.mark.parametrize("name", HANDSHAKE)
def test_fault_in_the_handshake(xvfb, directory, name):
    """The whole of it was said at once, so whoever ends it may have taken that amiss: nobody is told, and it is
    said anew, in turn. The second time it is told."""
    silent = 1 if name in ENDED_IN_IT else 0
    with Console(HANDSHAKE[name], live=False, times=1 + silent) as console:
        judge(name, console, directory, xvfb, losses_before=1, silent=silent)


@pytest.mark.parametrize("name", ANSWERS)
def test_fault_in_the_upgrade(xvfb, directory, name):
    """The script never runs for a connection that was refused, so it is counted here."""
    refused = []

    def answer(request):
        if len(refused) == 0 and answer.armed:
            refused.append(request)
            return ANSWERS[name]
        return websocket.accept(request)

    answer.armed = False
    ending = []
    with RawPeer(lambda connection: healthy(connection, lambda: bool(ending) and
                                            connection is peer.connections[0]), "ws",
                 answer=answer) as peer:
        with watch(directory, xvfb, peer.url, "--timeout", TIMEOUT) as viewer:
            peer.connection().wait("fbur", count=2)
            answer.armed, began = True, time.time()
            ending.append(True)
            told, why = wait_loss(viewer, 2)
            check_cause(name, why)
            peer.connection(2, 30).wait("fbur", count=2)
            line(name, told - began, time.time() - began, len(peer.connections) - 1, why)
            assert viewer.terminate() == 0


@pytest.mark.parametrize("name", ["accept-reset", "stall-in-tls", "other-certificate", "half-open"])
def test_fault_below_the_websocket(xvfb, directory, certs, name):
    with RawPeer(healthy, "wss", certs.right) as peer, \
            RawPeer(healthy, "wss", certs.self_signed) as impostor, Link(peer.port) as link:
        url = f"wss://127.0.0.1:{link.port}/websockify/"
        with watch(directory, xvfb, url, "--timeout", TIMEOUT, "--ca-file", certs.ca) as viewer:
            peer.connection().wait("fbur", count=2)
            began = time.time()
            if name == "half-open":
                link.up.drop = link.down.drop = True
                wait_loss(viewer)
                link.up.drop = link.down.drop = False
            else:
                link.refuse = name == "accept-reset"
                if name == "stall-in-tls":
                    link.down.stall_after = link.down.passed + 100
                if name == "other-certificate":
                    link.target = ("127.0.0.1", impostor.port)
                link.cut()
            told, why = wait_loss(viewer, 1 if name == "half-open" else 2)
            check_cause(name, why)
            link.refuse, link.target = False, ("127.0.0.1", peer.port)
            link.down.resume()
            wait_until(lambda: len(peer.connections) > 1 and
                       len(peer.connections[-1].received("fbur")) > 1,
                       max(40, faulty.SECONDS), "recovery")  # a certificate waits for a person
            line(name, told - began, time.time() - began, link.accepted - 1, why)
            assert viewer.terminate() == 0


@pytest.mark.parametrize("code", ["Throttling:2", "InternalError:2", "ServiceUnavailable:1",
                                  "InstanceNotReady:2", "Forbidden.RAM:1"])
def test_fault_of_the_api(xvfb, directory, code):
    """From the start, as a kiosk does: --retry forever."""
    with EcsSim(directory, "--fail", code) as sim:
        with watch(directory, xvfb, sim.instance, *sim.args(), "--retry", "forever",
                   env=sim.env()) as viewer:
            began = time.time()
            sim.wait_log(event="connect", verdict="ok", seconds=max(40, faulty.SECONDS))
            # Some are waited for within one attempt: an instance that starts, a short throttling.
            told = losses(viewer)
            assert len(told) <= int(code[-1])
            first, why = told[0] if told else (began, "waited for within the attempt")
            line(code, first - began, time.time() - began, len(told) + 1, why)
            assert viewer.terminate() == 0


def test_name_that_does_not_resolve(xvfb, directory):
    with watch(directory, xvfb, "vnc://console.invalid", "--retry", "2") as viewer:
        assert viewer.wait_exit(40) == NETWORK
        assert len(losses(viewer)) == 2
        assert "does not resolve" in viewer.stderr()


def test_a_refusal_ends_without_retry(xvfb, directory):
    with EcsSim(directory, "--fail", "InstanceNotReady:9") as sim:
        with watch(directory, xvfb, sim.instance, *sim.args(), env=sim.env()) as viewer:
            assert viewer.wait_exit() == API
            assert not losses(viewer)


@pytest.mark.parametrize("after_seconds", [0.0, 0.4, 0.9, 1.7])
def test_termination_at_any_point(xvfb, directory, after_seconds):
    """Also while it waits for the next attempt, and while the line stalls."""
    with Console(hold, live=True) as console:
        with watch(directory, xvfb, console.url) as viewer:
            console.shown(0)
            console.fail()
            time.sleep(after_seconds)
            assert viewer.terminate(seconds=5) == 0
