# SPDX-License-Identifier: GPL-2.0-or-later
"""The simulator's own console, seen by a tiny RFB reader and by the picture it saves itself."""
import os
import signal
import socket
import struct
import time

import pytest
from ecs_sim.console import overlap, vnc_response, without
from ecs_sim.encodings import PixelFormat, compact
from PIL import Image
from rfb_reader import (CURSOR, DESKTOP_SIZE, EXT_KEY, EXT_SIZE, LED, POINTER_TYPE, RAW, TIGHT,
                        ZLIB, RfbReader)
from sim import INSTANCE
from websocket import WebSocket

F2, F3, F4, F5, F6, RETURN, BACKSPACE, CAPS = (0xFFBF, 0xFFC0, 0xFFC1, 0xFFC2, 0xFFC3, 0xFF0D,
                                               0xFF08, 0xFFE5)
BLACK = (0, 0, 0)
PART = (500, 150)       # of the picture, where that is enough
RGB565 = (16, 16, 0, 1, 31, 63, 31, 11, 5, 0)
FORMATS = {
    "bgrx": (32, 24, 0, 1, 255, 255, 255, 16, 8, 0),
    "rgbx": (32, 24, 0, 1, 255, 255, 255, 0, 8, 16),
    "xrgb-big-endian": (32, 24, 1, 1, 255, 255, 255, 16, 8, 0),
    "depth-30": (32, 30, 0, 1, 1023, 1023, 1023, 20, 10, 0),
    "rgb565": RGB565,
}


class TcpStream:
    """read() and send() over a plain socket."""

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)), 30)

    def read(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def send(self, data):
        self.socket.sendall(data)


@pytest.fixture
def look(start):
    """look(encodings, ...) -> (sim, reader) over the websocket of a still console."""
    streams = []

    def begin(encodings=(TIGHT,), *arguments, sim=None, **how):
        sim = sim or start("--still", "--log-input", *arguments)
        streams.append(WebSocket(sim, sim.url()))
        return sim, RfbReader(streams[-1], encodings, **how)
    yield begin
    for stream in streams:
        stream.close()


def truth(sim):
    """What the console shows, by its own word."""
    count = len(sim.log("picture"))
    sim.process.send_signal(signal.SIGUSR2)
    while len(sim.log("picture")) == count:
        time.sleep(0.01)
    with Image.open(os.path.join(sim.ready["dir"], f"console-{INSTANCE}.png")) as picture:
        return picture.convert("RGB")


def settle(sim, reader):
    """Reads until the reader's picture is the console's, after all that was sent before."""
    reader.ask(False, (0, 0, 1, 1))     # its answer comes after what was sent before
    while not any(one[4] >= 0 for one in reader.update()):
        pass
    for _ in range(200):
        if reader.picture.tobytes() == truth(sim).tobytes():
            return
        reader.refresh(True)
    raise AssertionError("the pictures never became the same")


def through(top):
    """What becomes of a colour on its way through a format with this maximum."""
    return [((value * top + 127) // 255 * 255 + top // 2) // top for value in range(256)]


@pytest.mark.parametrize("pixel_format", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("encoding", [RAW, ZLIB, TIGHT])
def test_paints_in_every_format_and_encoding(look, encoding, pixel_format):
    sim, reader = look((encoding,), pixel_format=pixel_format)
    reader.refresh(area=(0, 0, *PART))
    expected = truth(sim).crop((0, 0, *PART))
    if pixel_format is RGB565:
        expected = expected.point(through(31) + through(63) + through(31))
    assert reader.picture.size == (1024, 768) and reader.used == {encoding}
    assert reader.picture.crop((0, 0, *PART)).tobytes() == expected.tobytes()
    assert len(expected.getcolors(1 << 20)) > 3


def test_the_clients_order_of_encodings_rules(look):
    sim = None
    for order in ((ZLIB, TIGHT, RAW), (16, 5, TIGHT, ZLIB), (16,)):
        sim, reader = look(order, sim=sim)
        reader.refresh(area=(0, 0, *PART))
        assert reader.used == {next((one for one in order if one in (TIGHT, ZLIB)), RAW)}


def test_typing_shows_and_damages_little(look):
    sim, reader = look()
    reader.refresh()
    for character in "Hi, wörld 中":
        code = ord(character)
        reader.key(code if code < 256 else 0x01000000 + code)
    changed = reader.refresh(True)
    assert sum(w * h for _, _, w, h, _ in changed) < 1024 * 768 // 4
    settle(sim, reader)
    reader.key(BACKSPACE)
    reader.key(RETURN)
    assert sim.wait_log("typed")["text"] == "Hi, wörld "
    settle(sim, reader)
    reader.stream.close()
    assert sim.wait_log("console_text")["text"] == "Hi, wörld \n"


def test_a_release_without_a_press_is_left_out(look):
    sim, reader = look()

    def status():
        settle(sim, reader)
        return reader.picture.crop((0, 700, 1024, 768)).tobytes()
    reader.refresh()
    before = status()
    reader.key(0xff14, down=(0,))
    assert status() == before
    reader.key(0xff14)
    assert status() != before


def test_incremental_requests_wait_for_a_change_in_their_area(look):
    sim, reader = look()
    reader.refresh()
    reader.ask(True, (0, 0, 200, 20))       # part of the header: nothing happens there
    reader.key(0x61)
    reader.key(F6)
    assert reader.stream.read(1) == b"\x02"     # the bell, and no update before it
    reader.ask(True)
    reader.update()
    settle(sim, reader)


def test_extended_keys_are_taken_when_offered(look):
    sim, reader = look((TIGHT, EXT_KEY))
    reader.refresh()
    assert reader.extras[0] == (EXT_KEY, 0, 0, 1024, 768, b"")
    reader.extended_key(0x7A, 0x15)
    reader.extended_key(RETURN, 0x1C)
    assert sim.wait_log("typed")["text"] == "z"
    assert [m["scancode"] for m in sim.log("message") if "scancode" in m][0] == 0x15


def test_a_message_that_was_not_negotiated_ends_it_as_with_qemu(look):
    sim, reader = look()
    reader.refresh()
    reader.extended_key(0x61, 0x1E)
    with pytest.raises(EOFError):
        reader.update()
    assert sim.wait_log("console_refused")["kind"] == "ext_key"
    assert sim.wait_log("close")["reason"] == "target closed"


def test_the_pointer_draws_where_it_is_pressed(look):
    sim, reader = look()
    reader.refresh()
    before = reader.picture.getpixel((300, 300))
    reader.pointer(0, 300, 300)
    settle(sim, reader)
    assert reader.picture.getpixel((300, 300)) == before
    reader.pointer(1, 300, 300)
    reader.pointer(1, 400, 300)
    settle(sim, reader)
    assert reader.picture.getpixel((350, 300)) != before


def test_f2_changes_the_size(look):
    sim, reader = look((TIGHT, EXT_SIZE, DESKTOP_SIZE))
    reader.refresh()
    for size in ((1280, 800), (800, 600), (1024, 768)):
        reader.key(F2)
        reader.ask(False)
        while reader.picture.size != size:
            reader.update()
        reader.refresh()
        settle(sim, reader)
    assert [one[1:5] for one in reader.extras if one[0] == EXT_SIZE][-1] == (0, 0, 1024, 768)


def test_f2_with_desktop_size_only_and_with_neither(look):
    _, reader = look((TIGHT, DESKTOP_SIZE))
    reader.refresh()
    reader.key(F2, (1,))
    reader.update()
    assert reader.extras == [(DESKTOP_SIZE, 0, 0, 1280, 800, b"")]
    _, reader = look((TIGHT,))
    reader.refresh()
    reader.key(F2, (1,))
    reader.refresh(True)
    assert reader.picture.size == (1024, 768) and reader.bells == 1


def set_size(reader, width, height):
    reader.stream.send(struct.pack("!BxHHBxIHHHHI", 251, width, height, 1, 0, 0, 0, width, height,
                                   0))


def test_the_client_may_set_the_size(look):
    sim, reader = look((TIGHT, EXT_SIZE))
    reader.refresh()
    set_size(reader, 1000, 700)
    reader.update()
    assert reader.extras[-1][:5] == (EXT_SIZE, 1, 0, 1000, 700)
    reader.refresh()
    settle(sim, reader)
    set_size(reader, 9, 9)
    reader.update()
    assert reader.extras[-1][1:3] == (1, 3)


def test_f3_blanks_until_a_key(look):
    sim, reader = look()
    reader.refresh()
    reader.key(F3)
    settle(sim, reader)
    assert reader.picture.getcolors() == [(1024 * 768, BLACK)]
    reader.key(0x20)
    settle(sim, reader)
    assert len(reader.picture.getcolors(1 << 20)) > 3


def test_f4_f5_f6_caps(look):
    sim, reader = look((TIGHT, LED, CURSOR, POINTER_TYPE))
    reader.refresh()
    kinds = {one[0]: one for one in reader.extras}
    assert kinds[LED][5] == b"\0" and kinds[POINTER_TYPE][1] == 1 and kinds[CURSOR][3:5] == (12, 16)
    reader.key(F5)
    reader.key(F6)
    reader.key(CAPS)
    settle(sim, reader)
    assert reader.cut_texts == [f"clipboard of {INSTANCE}"] and reader.bells == 1
    assert [one[5] for one in reader.extras if one[0] == LED] == [b"\0", b"\4"]
    reader.stream.send(struct.pack("!B3xI", 6, 4) + b"text")
    assert sim.wait_log("clipboard")["text"] == "text"
    reader.key(F4)
    with pytest.raises(EOFError):
        while True:
            reader.update()


def test_ctrl_alt_del_is_seen(look):
    sim, reader = look()
    for keysym in (0xFFE3, 0xFFE9, 0xFFFF):
        reader.key(keysym, (1,))
    sim.wait_log("ctrl_alt_del")


def test_the_clock_ticks(start):
    sim = start()
    with WebSocket(sim, sim.url()) as stream:
        reader = RfbReader(stream, (TIGHT,))
        reader.refresh()
        for _ in range(2):
            changed = reader.refresh(True)
            assert all(x > 800 and y < 56 for x, y, *_ in changed)


def test_the_machine_outlives_connections_and_is_shared(look):
    sim, one = look()
    one.refresh()
    one.key(0x41)
    settle(sim, one)
    _, two = look((ZLIB,), sim=sim)
    two.refresh()
    settle(sim, two)
    assert one.picture.tobytes() == two.picture.tobytes()
    _, three = look((RAW,), sim=sim, shared=False)      # wants it alone: the others go
    three.refresh()
    assert three.picture.tobytes() == two.picture.tobytes()
    for gone in (one, two):
        with pytest.raises((EOFError, OSError)):
            gone.ask(True)
            gone.update()
    with pytest.raises((EOFError, OSError)):
        look((RAW,), sim=sim)       # and nobody may join now


def test_password(look, tmp_path):
    secret = tmp_path / "password"
    secret.write_text("Ecs123\n")
    sim, reader = look((TIGHT,), "--vnc-password-file", str(secret),
                       answer=lambda challenge: vnc_response(b"Ecs123", challenge))
    reader.refresh()
    assert sim.wait_log("vnc_auth")["verdict"] == "ok"
    with pytest.raises(PermissionError, match="Authentication failed"):
        look((TIGHT,), sim=sim, answer=lambda challenge: vnc_response(b"Ecs124", challenge))
    assert sim.log("vnc_auth")[-1]["verdict"] == "refused"


def test_vnc_response_is_des_with_mirrored_bits():
    # One block of the plain DES standard: key 133457799BBCDFF1, text 0123456789ABCDEF.
    key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in bytes.fromhex("133457799BBCDFF1"))
    assert vnc_response(key, bytes.fromhex("0123456789ABCDEF")).hex() == "85e813540f0ab405"


def test_plain_tcp(start):
    sim = start("--still", "--listen-vnc", "127.0.0.1:0")
    stream = TcpStream(sim.ready["vnc"].partition("//")[2])
    reader = RfbReader(stream, (TIGHT,))
    reader.refresh()
    assert reader.name == f"ecs-sim: instance {INSTANCE}"
    settle(sim, reader)
    stream.socket.close()


def test_colour_maps_are_refused():
    assert PixelFormat.parse(struct.pack("!BBBBHHHBBB3x", 8, 8, 0, 0, 7, 7, 3, 0, 3, 6)) is None
    assert PixelFormat.parse(PixelFormat().packed()) == PixelFormat()


@pytest.mark.parametrize("length, packed", [(0x7F, "7f"), (0x80, "8001"), (0x3FFF, "ff7f"),
                                            (0x4000, "808001"), (0x3FFFFF, "ffffff")])
def test_compact_lengths(length, packed):
    assert compact(length).hex() == packed


def test_rectangles_are_cut_without_loss():
    area, hole = (0, 0, 10, 8), (3, 2, 4, 5)
    parts = without(area, hole)
    assert sum(w * h for _, _, w, h in parts) == 10 * 8 - 4 * 5
    assert all(overlap(part, hole) is None for part in parts)
    assert without(area, area) == []
