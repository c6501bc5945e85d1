# SPDX-License-Identifier: GPL-2.0-or-later
"""The websocket proxy: who gets in, what passes, what ends it."""
import os
import signal
import socket
import struct
import time
from urllib.parse import unquote

import pytest
from websocket import PING, TEXT, Refused, WebSocket

HELLO = b"RFB 003.008\n\x01"             # version, security type None
KEY = struct.pack("!BBxxI", 4, 1, 0x61)
RELEASE = struct.pack("!BBxxI", 4, 0, 0xFF14)
POINTER = struct.pack("!BBHH", 5, 0, 10, 10)
EXTENDED_KEY = struct.pack("!BBHII", 255, 0, 1, 0x61, 0x1E)
UPDATE = struct.pack("!BBHHHH", 3, 1, 0, 0, 10, 10)
UPDATE_FULL = struct.pack("!BBHHHH", 3, 0, 0, 0, 10, 10)


def status_of(sim, url, **how):
    with pytest.raises(Refused) as caught:
        WebSocket(sim, url, **how)
    return caught.value.status


def join(sim, shared=True):
    """A console connection past ClientInit."""
    console = WebSocket(sim, sim.url())
    console.send(HELLO + bytes([shared]))
    return console


def ends(console):
    """Reads on to the end; the close code, or None for a cut connection."""
    with pytest.raises((EOFError, OSError)):
        while True:
            console.next()
    return console.close_code


def test_bytes_pass_both_ways_and_are_logged(start, echo):
    sim = start("--backend", echo.address)
    with WebSocket(sim, sim.url(), origin=sim.ready["wss"].replace("wss", "https")) as console:
        assert "Sec-WebSocket-Protocol: binary" in console.head
        assert console.read(12) == echo.BANNER
        data = HELLO + b"\x01" + os.urandom(60000)
        console.send(data)
        assert console.read(len(data)) == data
        assert console.ping(b"abc") == b"abc"
    closed = sim.wait_log("close")
    assert closed["bytes_up"] == len(data) and closed["bytes_down"] == len(data) + 12
    assert closed["reason"] == "client gone" and closed["counts"]["ping"] == 1
    assert [line["way"] for line in sim.log("first_bytes")] == ["down", "up"]
    assert sim.log("connect")[0]["protocols"] == ["binary"]


def test_upgrades_that_are_refused(start, echo):
    sim = start("--backend", echo.address)
    url = sim.url()
    assert status_of(sim, url, protocols=()) == 400
    assert status_of(sim, url, protocols=("binary", "base64")) == 400
    assert status_of(sim, url, protocols=("binary", "binary")) == 400
    assert status_of(sim, url, origin="https://elsewhere.example") == 400
    assert status_of(sim, url.replace("websockify", "other")) == 404
    assert status_of(sim, unquote(url)) == 403                   # decoded twice
    assert status_of(sim, url.replace("%2F", "%252F")) == 403    # not decoded
    assert status_of(sim, url[:-1]) == 403
    assert status_of(sim, url.partition("?")[0]) == 403
    WebSocket(sim, url).close()                                  # and the right one goes


def test_url_expires(start, echo):
    sim = start("--backend", echo.address, "--url-ttl", "300ms")
    url = sim.url()
    time.sleep(0.35)
    assert status_of(sim, url) == 403
    assert sim.log("connect")[-1]["verdict"] == "token expired"


def test_url_may_be_used_again_unless_single_use(start, echo):
    sim = start("--backend", echo.address)
    url = sim.url()
    for _ in range(2):
        WebSocket(sim, url).close()
    sim = start("--backend", echo.address, "--single-use")
    url = sim.url()
    WebSocket(sim, url).close()
    assert status_of(sim, url) == 403
    WebSocket(sim, sim.url()).close()


def test_more_reconnects_than_allowed_are_refused(start, echo):
    sim = start("--backend", echo.address, "--reconnects", "3/60s", "--instance", "i-other",
                "--instance", "i-bp1hzoinajzkh91h0001")
    for _ in range(4):      # the first one and three reconnects
        WebSocket(sim, sim.url()).close()
    assert status_of(sim, sim.url()) == 429
    WebSocket(sim, sim.url("i-other")).close()


def test_idle_console_is_cut_and_says_so(start, echo):
    sim = start("--backend", echo.address, "--idle-limit", "400ms")
    with join(sim) as console:
        assert ends(console) == 1000
    assert sim.wait_log("close")["reason"] == "idle"


ACTIVE = [("input", KEY), ("input", POINTER), ("input", EXTENDED_KEY), ("messages", UPDATE),
          ("messages", KEY), ("any", PING), ("any", UPDATE), ("effective", KEY),
          ("effective", POINTER), ("effective", EXTENDED_KEY)]
PASSIVE = [("effective", UPDATE), ("effective", PING), ("effective", RELEASE),
           ("effective", POINTER), ("input", UPDATE), ("input", PING), ("messages", PING)]


def name(value):
    return {KEY: "key", POINTER: "pointer", EXTENDED_KEY: "extended-key", RELEASE: "release",
            UPDATE: "update", PING: "ping"}.get(value, value)


def say(console, what):
    if what is PING:
        console.send(b"", PING)
    else:
        console.send(what)


@pytest.mark.parametrize("counts, what", ACTIVE, ids=name)
def test_what_counts_against_idleness(start, echo, counts, what):
    sim = start("--backend", echo.address, "--idle-limit", "1s", "--idle-counts", counts)
    with join(sim) as console:
        time.sleep(0.3)
        said = time.time()
        say(console, what)
        ends(console)
    closed = sim.wait_log("close")
    assert closed["reason"] == "idle" and closed["t"] - said >= 0.99


@pytest.mark.parametrize("counts, what", PASSIVE, ids=name)
def test_what_does_not_count_against_idleness(start, echo, counts, what):
    sim = start("--backend", echo.address, "--idle-limit", "500ms", "--idle-counts", counts)
    with join(sim) as console, pytest.raises(OSError):
        while True:         # goes on until the connection is cut under it
            say(console, what)
            time.sleep(0.05)
    assert sim.wait_log("close")["reason"] == "idle"


def test_messages_are_counted_by_kind(start, echo):
    sim = start("--backend", echo.address, "--log-input")
    with join(sim) as console:
        stream = (UPDATE_FULL + UPDATE * 3 + KEY + EXTENDED_KEY * 2 + POINTER * 4
                  + struct.pack("!BxHii", 2, 2, 7, -258)
                  + struct.pack("!B3xI", 6, 5) + b"hello")
        for at in range(0, len(stream), 7):     # split anywhere
            console.send(stream[at:at + 7])
        counts = sim.wait_log("counts")["counts"]
    assert counts["update_full"] == 1 and counts["update_incremental"] == 3
    assert counts["key"] == 1 and counts["ext_key"] == 2 and counts["pointer"] == 4
    kinds = {line["kind"]: line for line in sim.log("message")}
    assert kinds["set_encodings"]["encodings"] == [7, -258]
    assert kinds["ext_key"]["scancode"] == 0x1E and kinds["cut_text"]["text"] == "hello"
    assert kinds["client_init"]["shared"] is True


def test_an_unknown_message_is_passed_on_and_named(start, echo):
    sim = start("--backend", echo.address)
    with join(sim) as console:
        console.read(12 + len(HELLO) + 1)
        console.send(b"\x63" + KEY)
        assert console.read(9) == b"\x63" + KEY
        assert sim.wait_log("message", kind="lost")["type"] == 0x63


def test_shared_client_is_turned_away_from_an_exclusive_console(start, echo):
    sim = start("--backend", echo.address, "--exclusive")
    with join(sim) as first:
        first.read(12 + len(HELLO) + 1)
        with join(sim) as second:
            assert ends(second) == 1000
        assert sim.wait_log("close", session=2)["reason"] == "console in use"
        first.ping()
        with join(sim, shared=False) as third:
            assert ends(first) == 1000
            third.ping()
        assert sim.wait_log("close", session=1)["reason"] == "taken over"


def test_drop_after_resets(start, echo):
    sim = start("--backend", echo.address, "--drop-after", "200ms")
    with join(sim) as console:
        raw = socket.socket(fileno=os.dup(console.socket.fileno()))
        raw.settimeout(30)
        with raw, pytest.raises(ConnectionResetError):
            while raw.recv(65536):
                pass
    assert sim.wait_log("close")["reason"] == "drop-after"


@pytest.mark.parametrize("line", [(), ("--delay", "5")], ids=("near", "far"))
def test_a_signal_cuts_all_consoles(start, echo, line):
    sim = start("--backend", echo.address, *line)
    consoles = [join(sim) for _ in range(3)]
    for console in consoles:
        console.ping()
    sim.process.send_signal(signal.SIGUSR1)
    assert [ends(console) for console in consoles] == [None] * 3
    for session in (1, 2, 3):
        assert sim.wait_log("close", session=session)["reason"] == "signal"
    join(sim).close()


def test_backend_that_ends_or_is_not_there(start, echo):
    sim = start("--backend", echo.address)
    with join(sim) as console:
        console.read(12)
        echo.connections[0].shutdown(socket.SHUT_RDWR)
        assert ends(console) == 1000
    assert sim.wait_log("close")["reason"] == "target closed"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sim = start("--backend", "127.0.0.1:%d" % free.getsockname()[1])
        assert status_of(sim, sim.url()) == 502


def test_unix_backend(start, tmp_path):
    path = str(tmp_path / "peer")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        sim = start("--backend", "unix:" + path)
        with WebSocket(sim, sim.url()) as console:
            peer, _ = listener.accept()
            with peer:
                peer.sendall(b"x" * 100)
                assert console.read(100) == b"x" * 100


def test_text_frames_end_it(start, echo):
    sim = start("--backend", echo.address)
    with join(sim) as console:
        console.send(b"text", TEXT)
        assert ends(console) == 1003


def test_proxy_faults(start, echo):
    sim = start("--backend", echo.address, "--fail", "proxy/503:2")
    url = sim.url()
    assert [status_of(sim, url), status_of(sim, url)] == [503, 503]
    WebSocket(sim, url).close()


def test_rate_is_a_ceiling(start, echo):
    sim = start("--backend", echo.address, "--rate", "8")     # 1 MB/s
    with WebSocket(sim, sim.url()) as console:
        console.read(12)
        console.ping()
        size = 600_000
        echo.connections[0].sendall(b"x" * size)
        begin = time.monotonic()
        console.read(size)
        assert time.monotonic() - begin >= 0.5      # 0.6 s less what was on its way


def test_rate_holds_back_the_backend(start):
    """Only some hundred kilobytes are on their way, whatever the backend has to say."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sim = start("--backend", "127.0.0.1:%d" % listener.getsockname()[1], "--rate", "0.1")
        with WebSocket(sim, sim.url()):
            peer, _ = listener.accept()
            with peer:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
                peer.settimeout(2.0)
                sent = 0
                with pytest.raises(TimeoutError):
                    while sent < 16 << 20:
                        sent += peer.send(b"x" * 65536)
                assert sent < 8 << 20


def test_delay_is_paid_each_way_and_keeps_the_order(start, echo):
    sim = start("--backend", echo.address, "--delay", "60")
    with WebSocket(sim, sim.url()) as console:
        console.read(12)
        begin = time.monotonic()
        console.ping()
        assert time.monotonic() - begin >= 0.12
        for number in range(200):
            console.send(struct.pack("!I", number) * 100)
        data = console.read(200 * 400)
        assert data == b"".join(struct.pack("!I", number) * 100 for number in range(200))


def test_stop_is_clean_with_open_consoles(start, echo):
    sim = start("--backend", echo.address)
    with join(sim) as console:
        console.ping()
        assert sim.close() == 0
        ends(console)
    assert sim.log("close")[0]["reason"] == "stopped"


def test_default_directory_goes_away():
    import json
    import subprocess
    from sim import PROGRAM
    process = subprocess.Popen([PROGRAM], stdout=subprocess.PIPE)
    ready = json.loads(process.stdout.readline())
    assert os.path.exists(ready["ca"])
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
    assert not os.path.exists(ready["dir"])
