# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark's parts are all run and all explained, and its table says what was measured."""
import importlib.util
import json
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from urllib.parse import unquote, urlsplit

import pytest

import tree

BENCH = tree.ROOT / "tests" / "bench"
sys.path[:0] = [str(BENCH), str(tree.ROOT / "tests" / "e2e")]

from lib import rawpeer, rfb_server  # noqa: E402
from parts import decode, novnc, sessions, table, viewers  # noqa: E402

PARTS = sorted(path.stem for path in (BENCH / "parts").glob("*.py")
               if re.search(r"^def measure\(", path.read_text(), re.M))


def run_module():
    loader = SourceFileLoader("bench_run", str(BENCH / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_run", loader))
    loader.exec_module(module)
    return module


def test_each_part_is_run():
    assert sorted(run_module().PARTS) == PARTS


def test_each_part_is_explained():
    explained = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", tree.read("docs/numbers.md"), re.M)))
    assert sorted(explained) == PARTS


@pytest.fixture
def measured(tmp_path, capsys):
    """What is written when one part was measured, and another one in a run before."""
    for quick, name in ((True, "old"), (False, "new")):
        told = table.Table(quick)
        part = told.part(name, f"The {name} part", ["/s", "ms"], ["ecsview", "TigerVNC", "gtk-vnc"])
        part.add("a line", {"ecsview": {"/s": 33.04, "ms": 101.7}, "TigerVNC": {"/s": 4.0, "ms": 0.034}})
        told.save(tmp_path / "bench.json", {"noVNC": "it is not here"})
    return json.loads((tmp_path / "bench.json").read_text())


def test_a_part_that_was_not_measured_stays(measured):
    assert list(measured["parts"]) == ["old", "new"]
    assert [part["quick"] for part in measured["parts"].values()] == [True, False]


def test_the_page_has_each_number_and_the_ratio_of_the_first(measured):
    page = table.page(measured)
    assert "| The new part | ecsview, /s | ecsview, ms | TigerVNC, /s | TigerVNC, ms | ratio |" in page
    assert "| a line | 33.0 | 102 | 4.00 | 0.03 | 8.26 |" in page
    assert "noVNC: it is not here." in page
    assert page.count("one short run") == 1


def test_a_part_has_the_load_at_its_beginning_and_how_long_it_took(tmp_path, monkeypatch, capsys):
    loads, clock = iter((1.25, 7)), iter((100, 103, 131))
    monkeypatch.setattr(table.os, "getloadavg", lambda: [next(loads), 0, 0])
    monkeypatch.setattr(table.time, "monotonic", lambda: next(clock))
    told = table.Table(False)
    part = told.part("new", "A part", ["ms"], ["ecsview"])
    for line in ("one", "two"):
        part.add(line, {"ecsview": {"ms": 1}})
    told.save(tmp_path / "bench.json", {})
    page = table.page(json.loads((tmp_path / "bench.json").read_text()))
    assert re.search(r"Load of the machine 1\.2, \d+ processors; all of it took 31 s\.", page)


def test_what_is_not_there_is_a_dash():
    assert [table.shown(number) for number in (None, float("nan"), 0, 99.5, 9.95)] == ["-", "-", "0.00", "100", "9.9"]


def test_novnc_is_compared_too(tmp_path, capsys):
    told = table.Table(False)
    part = told.part("new", "Both", ["/s", "ms"], ["ecsview", "TigerVNC", "noVNC"])
    found = {name: {"/s": rate, "ms": 1} for name, rate in (("ecsview", 3), ("TigerVNC", 2), ("noVNC", 4))}
    part.add("a line", found)
    part.add("without it", {name: found[name] for name in ("ecsview", "TigerVNC")})
    shown = capsys.readouterr().out.splitlines()
    assert shown[2].split() == ["ecsview", "TigerVNC", "noVNC", "ratio", "to", "noVNC"]
    assert shown[4].split()[-2:] == ["1.50", "0.75"]
    told.save(tmp_path / "bench.json", {})
    page = table.page(json.loads((tmp_path / "bench.json").read_text()))
    assert "| noVNC, /s | noVNC, ms | ratio | to noVNC |" in page
    assert "| a line | 3.00 | 1.00 | 2.00 | 1.00 | 4.00 | 1.00 | 1.50 | 0.75 |" in page
    assert "| without it | 3.00 | 1.00 | 2.00 | 1.00 | - | - | 1.50 |  |" in page


def test_who_lacks_a_program_is_left_out_with_its_name():
    programs = {"one": ["here"], "two": ["here", "gone", "away"]}
    assert viewers.left_out(programs, {"here": "/bin/here"}.get) == {"two": "gone is not on this machine"}


@pytest.mark.parametrize("error", [OSError("no"), subprocess.CalledProcessError(1, "npm"),
                                   subprocess.TimeoutExpired("npm", 1)])
def test_novnc_is_left_out_when_npm_fails(monkeypatch, error):
    def fail():
        raise error
    monkeypatch.setattr(novnc, "site", fail)
    monkeypatch.setitem(viewers.PLAIN, "noVNC", None)
    monkeypatch.setitem(viewers.MISSING, "noVNC", None)
    viewers.bring()
    assert "noVNC" not in viewers.PLAIN and "npm" in viewers.MISSING["noVNC"]
    left = table.Table(False).part("new", "A part", ["ms"]).viewers
    assert "ecsview" in left and "noVNC" not in left


def test_those_far_behind_take_part_in_fewer_rounds():
    names = ["ecsview", "gtk-vnc", "noVNC"]
    assert viewers.in_turn(names, 3, 1) == [*names, "ecsview", "ecsview"]
    assert viewers.in_turn(["ecsview", "noVNC"], 2, 2) == ["ecsview", "noVNC"] * 2


def test_nothing_is_brought_for_who_is_left_out(monkeypatch):
    monkeypatch.setattr(novnc, "site", lambda: pytest.fail("it was brought"))
    monkeypatch.delitem(viewers.PLAIN, "noVNC", raising=False)
    viewers.bring()


def test_the_page_gets_the_whole_url():
    url = "wss://127.0.0.1:5/websockify/?s=a%2Bb&c=#d"
    for brief in (False, True):
        found = urlsplit(novnc.address(80, url, brief))
        assert unquote(found.fragment) == url and found.query == ("brief" if brief else "")
        assert (novnc.HERE / found.path.lstrip("/")).is_file()


def test_the_page_has_the_title_that_is_waited_for():
    page = tree.read("tests/bench/novnc/page.html")
    assert f'document.title = "{novnc.CONNECTED}"' in page and novnc.CONNECTED not in page.split("<script")[0]


def test_processes_that_are_told_a_profile_are_found(tmp_path):
    def sleeper(profile):
        argv = [sys.executable, "-c", "print(flush=True); input()", f"--database={profile}/x"]
        return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with sleeper(tmp_path / "one") as one, sleeper(tmp_path / "two") as two:
        for each in (one, two):
            each.stdout.read(1)
        assert novnc.pids_of(tmp_path / "one") == [one.pid]
        for each in (one, two):
            each.kill()


def test_npm_brings_one_version_by_its_hash():
    wanted = json.loads(tree.read("tests/bench/novnc/package.json"))["dependencies"]
    locked = json.loads(tree.read("tests/bench/novnc/package-lock.json"))["packages"]
    assert locked.pop("")["dependencies"] == wanted and all(re.fullmatch(r"[\d.]+", v) for v in wanted.values())
    assert {name: package["version"] for name, package in locked.items()} == \
        {f"node_modules/{name}": version for name, version in wanted.items()}
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in locked.values())


SMALL = 33, 17  # three tiles of Hextile in a row, two rows of them
DEFLATED = b"\xc8\x01" + bytes(200)  # 200 bytes and how many they are
RECTANGLES = {
    "Raw": (0, bytes(4 * 33 * 17)),
    "ZRLE": (16, b"\0\0\0\5abcde"),
    "Hextile": (5, b"".join((b"\1" + bytes(4 * 16 * 16), b"\2abcd", b"\0", b"\6abcdefgh",
                             b"\x0cabcd\2xyxy", b"\x18\1abcdxy"))),
    "Tight, one colour": (7, b"\x80rgb"),
    "Tight, JPEG": (7, b"\x90\x81\x80\1" + bytes(1 + (1 << 14))),
    "Tight, all colours": (7, b"\0" + DEFLATED),
    "Tight, a filter that changes no size": (7, b"\x40\2" + DEFLATED),
    "Tight, two colours": (7, b"\x51\1\1rgbrgb" + DEFLATED),
    "Tight, five colours": (7, b"\x62\1\4" + b"rgb" * 5 + b"\5abcde"),
}


def taken_apart(updates):
    """What a Recorder takes of them, each at a request, when all are sent at the first one."""
    def script(connection):
        connection.handshake(*SMALL)
        connection.wait("fbur")
        connection.send(b"".join(updates))
        connection.hold()
    with rawpeer.RawPeer(script) as peer, sessions.Recorder(peer.port, 0) as recorder:
        return [recorder.update(False) for _ in updates]


@pytest.mark.parametrize("name", RECTANGLES)
def test_a_recorder_sees_where_an_update_ends(name):
    encoding, data = RECTANGLES[name]
    updates = [rfb_server.update(rfb_server.rect(0, 0, *SMALL, encoding, data)),
               rfb_server.update(rfb_server.rect(0, 0, *SMALL, encoding, data),
                                 rfb_server.raw_rect(1, 2, 1, 1, 0)), rfb_server.update()]
    assert taken_apart(updates) == updates


@pytest.mark.parametrize("width, colours, size", [(1, 2, 1), (88, 2, 11), (3, 3, 3), (11, 3, 11)])
def test_few_bytes_are_not_deflated(width, colours, size):
    data = b"\x40\1" + bytes([colours - 1]) + b"rgb" * colours + bytes(size)
    updates = [rfb_server.update(rfb_server.rect(0, 0, width, 1, 7, data))] * 2
    assert taken_apart(updates) == updates


def test_a_recording_is_played_request_by_request_from_its_beginning():
    updates = [rfb_server.update(rfb_server.raw_rect(0, 0, 1, 1, colour)) for colour in range(4)]
    player = decode.Player(updates)
    with rawpeer.RawPeer(player) as peer:
        for _ in range(2):
            with sessions.Recorder(peer.port, 0) as recorder:
                taken = [recorder.update(False)]
                player.go()
                taken += [recorder.update(True) for _ in updates[1:]]
            assert taken == updates
        assert all(len(connection.received("fbur")) == len(updates) for connection in peer.connections)


def test_the_pages_of_the_sessions_differ():
    for page in (sessions.text, sessions.photo):
        assert len({page(number).tobytes() for number in (0, 1, 1)}) == 2
