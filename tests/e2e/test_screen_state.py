# SPDX-License-Identifier: GPL-2.0-or-later
"""What the screen shows, as a state: in the log, the metrics and the title, and what commands of --on-state
get of it. The screens are painted as Linux' console and the PC's text mode do it."""

import contextlib
import json
import os
import queue

import pytest
from prometheus_client import parser

from lib import rfb_server, text_mode
from lib.consoles import shown
from lib.picture import Picture
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import KEY_ID, KEY_SECRET, EcsSim
from lib.text_mode import ConsoleFont, plain_page
from lib.viewer import TESTING, Viewer

COLUMNS, ROWS = 80, 25
FONT = ConsoleFont("Lat15-VGA16")
WIDTH, HEIGHT = COLUMNS * FONT.width, ROWS * FONT.height
KEY_A = 30
PASSWORD = "geheim42"

BOOT = ["SeaBIOS (version 1.16.2-debian-1.16.2-1)", "", "Booting from Hard Disk..."]
LOGIN = ["Debian GNU/Linux 12 web-01 tty1", "", "web-01 login: "]
PANIC = ["[    1.603001] Kernel panic - not syncing: VFS: Unable to mount root fs $(id) `id`",
         "[    1.604211] CPU: 0 PID: 1 Comm: swapper/0 Not tainted 6.1.0-18-amd64",
         "[    1.609402] ---[ end Kernel panic - not syncing: VFS ]---"]
SHELL = ["web-01 login: root", "root@web-01:~# "]
GREPPED = ["root@web-01:~# dmesg | grep panic", PANIC[0], "root@web-01:~# "]


def screen(lines):
    """A picture of these lines, grey on black."""
    padded = [line[:COLUMNS].ljust(COLUMNS) for line in lines]
    padded += [" " * COLUMNS] * (ROWS - len(padded))
    return FONT.draw(padded, (0xaa, 0xaa, 0xaa), (0, 0, 0))


class Console:
    """A server whose screen the test paints. With `first` it begins."""

    def __init__(self, first, password=None):
        self.pictures, self.password = queue.Queue(), password
        self.now = first

    def paint(self, lines):
        self.now = lines if isinstance(lines, Picture) else screen(lines)
        self.pictures.put(self.now)

    def __call__(self, connection):
        with contextlib.suppress(queue.Empty):
            while True:
                self.pictures.get_nowait()
        connection.handshake(WIDTH, HEIGHT, password=self.password)
        connection.wait("fbur")
        now = self.now if isinstance(self.now, Picture) else screen(self.now)
        connection.update(rfb_server.picture_rect(0, 0, now))
        while not connection.closed:
            with contextlib.suppress(queue.Empty):
                connection.update(rfb_server.picture_rect(0, 0, self.pictures.get(timeout=0.05)))


def events(viewer):
    """[(text, fields)] of what the states' part has logged, from JSON."""
    lines = [json.loads(line) for line in viewer.stderr().splitlines() if line.startswith("{")]
    return [(line["text"], line) for line in lines if line["component"] == "states"]


def states(viewer):
    return [fields["state"] for text, fields in events(viewer)
            if text == "the screen shows another state"]


def wait_state(viewer, state, seconds=30):
    try:
        wait_until(lambda: states(viewer)[-1:] == [state], seconds, state, pause=0.05)
    except TimeoutError as error:
        raise AssertionError(f"{error}; there is\n{viewer.stderr()}") from error


def gauge(path):
    """The states whose value is 1, and how many there are."""
    family, = (family for family in parser.text_string_to_metric_families(path.read_text())
               if family.name == "ecsview_screen_state")
    return [sample.labels["state"] for sample in family.samples if sample.value == 1]


@contextlib.contextmanager
def watched(directory, display, console, *options, **more):
    with RawPeer(console) as peer:
        with shown(directory, display, "--log-format", "json", *options, peer.url, **more) as viewer:
            yield viewer


def test_each_state_is_told_by_log_metrics_and_title(xvfb, directory):
    metrics = directory / "console.prom"
    console = Console(BOOT)
    with watched(directory, xvfb, console, "--metrics", metrics) as viewer:
        for state, words, lines in [("boot", "boot loader", None), ("login", "login", LOGIN),
                                    ("panic", "kernel panic", PANIC), ("running", "", SHELL)]:
            if lines is not None:
                console.paint(lines)
            wait_state(viewer, state)
            wait_until(lambda now=state: gauge(metrics) == [now], 20, f"{state} in the metrics")
            wait_until(lambda now=words: xvfb.title(viewer.window()).endswith(f": {now} - ecsview")
                       if now else ": " not in xvfb.title(viewer.window()), 20, "title")
        assert states(viewer) == ["boot", "login", "panic", "running"]
        assert [fields["before"] for _, fields in events(viewer)] == ["unknown", "boot", "login", "panic"]
        assert [fields["level"] for _, fields in events(viewer)] == ["info", "info", "warning", "info"]


def test_what_only_looks_like_a_panic_is_none(xvfb, directory):
    console = Console(GREPPED)
    with watched(directory, xvfb, console) as viewer:
        wait_state(viewer, "running")
        console.paint(LOGIN)
        wait_state(viewer, "login")
        assert states(viewer) == ["running", "login"]


def test_a_screen_of_one_colour_and_one_that_windows_left(xvfb, directory):
    stop = bytearray(bytes([0, 0x78, 0xd7]) * (WIDTH * HEIGHT))
    for y in range(60, 120):
        stop[3 * (y * WIDTH + 60):3 * (y * WIDTH + 90)] = b"\xff" * 90
    console = Console(screen([]))
    with watched(directory, xvfb, console) as viewer:
        wait_state(viewer, "blank")
        console.paint(Picture(WIDTH, HEIGHT, bytes(stop)))
        wait_state(viewer, "bluescreen")


def test_a_screen_that_answers_no_key_is_frozen_until_it_does(xvfb, directory):
    console = Console(SHELL)
    with watched(directory, xvfb, console) as viewer:
        wait_state(viewer, "running")
        for _ in range(3):
            xvfb.key(KEY_A)
        wait_state(viewer, "frozen", 60)
        console.paint(SHELL + ["-bash: aaa: command not found"])
        wait_state(viewer, "running")


def test_the_pcs_text_mode_is_told_too(xvfb, directory):
    """QEMU itself draws it, with its cursor, which blinks."""
    pages = [plain_page(*(line[:COLUMNS] for line in lines)) for lines in (BOOT, PANIC, LOGIN)]
    with Qemu(text_mode.image(directory / "pages.img", pages), directory) as machine:
        text_mode.show_next(machine)
        with shown(directory, xvfb, "--log-format", "json", f"vnc://127.0.0.1:{machine.port}") as viewer:
            wait_state(viewer, "boot")
            for state in ("panic", "login"):
                text_mode.show_next(machine)
                wait_state(viewer, state)


def test_without_somebody_who_wants_to_know_nothing_is_looked_at(xvfb, directory):
    with RawPeer(Console(PANIC)) as peer:
        with shown(directory, xvfb, "--log-level", "debug", peer.url) as viewer:
            viewer.wait_picture(screen(PANIC))
            assert "panic" not in xvfb.title(viewer.window())
            assert not any("states" in line for line in viewer.stderr().splitlines())


def test_a_script_waits_for_a_state(directory):
    script = directory / "states.ecs"
    script.write_text("wait state login 30s\nif state panic\n  exit 20\nend\n"
                      'say "a login"\nwait state panic 30s\nexpect state panic\nexit 21\n')
    console = Console(BOOT)
    with RawPeer(console) as peer:
        with Viewer(directory, "run", peer.url, script) as viewer:
            peer.connection().wait("fbur", count=2)
            console.paint(LOGIN)
            wait_until(lambda: viewer.stdout() == "a login\n", 30, "the login")
            console.paint(PANIC)
            assert viewer.wait_exit() == 21, viewer.stderr()


# The commands.

def test_a_command_gets_the_text_and_nothing_secret(xvfb, directory):
    """Once, with the text on its standard input alone; not again when the console is lost and back."""
    out = directory / "out"
    out.mkdir()
    command = f"cd {out} && echo once >>runs && cat >text && env >env && tr '\\0' '\\n' </proc/$$/cmdline >words"
    with EcsSim(directory) as sim:
        secret = directory / "password"
        secret.write_text(PASSWORD + "\n")
        secret.chmod(0o600)
        console = Console(LOGIN, password=PASSWORD)
        env = {**sim.env(), "https_proxy": "", "SOMEBODYS_TOKEN": "s3cret",
               "CREDENTIALS_DIRECTORY": str(directory)}
        with watched(directory, xvfb, console, "--password-file", secret,
                     "--on-state", f"panic:{command}", "--on-state", "boot:exit 9", env=env) as viewer:
            wait_state(viewer, "login")
            assert not (out / "runs").exists()
            console.paint(PANIC)
            wait_until(lambda: any("has ended" in text for text, _ in events(viewer)), 30, "its end")
            ended, = (fields for text, fields in events(viewer) if "has ended" in text)
            assert (ended["state"], ended["code"]) == ("panic", "0")
            assert (out / "text").read_text() == "".join(line[:COLUMNS].rstrip() + "\n" for line in PANIC)
            told = dict(line.partition("=")[::2] for line in (out / "env").read_text().splitlines())
            assert told["ECSVIEW_STATE"] == "panic" and told["ECSVIEW_CONSOLE"].startswith("127.0.0.1")
            everything = (out / "env").read_text() + (out / "words").read_text()
            for hidden in (KEY_ID, KEY_SECRET, PASSWORD, "s3cret", str(secret)):
                assert hidden not in everything
            assert "Unable to mount" not in everything
            first = viewer.decoder()
            os.kill(first, 9)
            viewer.decoder(other_than=first)
            console.paint(LOGIN)
            wait_state(viewer, "login")
            assert (out / "runs").read_text() == "once\n"
            assert "Unable to mount" not in viewer.stderr()


def test_a_command_that_hangs_is_killed_in_time(xvfb, directory):
    env = {"ECSVIEW_TEST_HOOK_MS": "2000"}
    with RawPeer(Console(PANIC)) as peer:
        with Viewer(directory, "--on-state", "panic:sleep 1000 & sleep 1000", peer.url, display=xvfb,
                    env=env, program=TESTING) as viewer:
            viewer.wait_stderr("a command of --on-state took too long; it is killed state=panic", 60)


def test_a_command_that_runs_does_not_hold_up_the_end(xvfb, directory):
    began = directory / "began"
    with RawPeer(Console(PANIC)) as peer:
        with shown(directory, xvfb, "--on-state", f"panic:touch {began}; sleep 1000", peer.url) as viewer:
            wait_until(began.exists, 30, "command")
            assert viewer.terminate() == 0  # and no process is left


@pytest.mark.parametrize("value", ["panic", "panik:true", "unknown:true", "panic:"])
def test_a_wrong_one_is_a_usage_error(directory, value):
    with Viewer(directory, "--on-state", value, "vnc://127.0.0.1:1") as viewer:
        assert viewer.wait_exit() == 2
        assert "STATE:COMMAND" in viewer.stderr()
