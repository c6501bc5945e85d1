# SPDX-License-Identifier: GPL-2.0-or-later
"""Several consoles in one window: each is what QEMU says its screen is, and what is done to one is
done to none of the others."""

import contextlib
import os
import signal
import time

import pytest

from lib import menu, picture
from lib.consoles import wait_frozen
from lib.display import Xvfb
from lib.process import process_state, wait_until
from lib.qemu import Qemu
from lib.sim import EcsSim
from lib.viewer import Viewer, is_decoder

SOAK = "ECSVIEW_SOAK" in os.environ
CONSOLES, COLUMNS = (20, 5) if SOAK else (6, 3)
CUTS = 20 if SOAK else 1
GUEST = 640, 480
ENTER, LEFT, RIGHT, KEY_A, KEY_X, CTRL, ALT, KEY_M = 28, 105, 106, 30, 45, 29, 56, 50
KEY_N = 49
RED = bytes((0xe5, 0x56, 0x4d))  # what is typed goes to all
pytestmark = pytest.mark.timeout(1500 if SOAK else 600)


class Wall:
    """How a wall is laid out whose consoles are shown pixel for pixel."""

    def __init__(self, count, columns, guest=GUEST):
        rows = -(-count // columns)
        for self.scale in (1, 2, 3, 4):  # as large as its own window makes it
            self.rim, self.caption = 2 * self.scale, 24 * self.scale
            self.place = guest[0] + 2 * self.rim, guest[1] + self.caption + self.rim
            self.size = columns * self.place[0], rows * self.place[1] + self.caption
            if max(1, min(self.size[1] // 540, self.size[0] // 900)) == self.scale:
                break
        self.columns, self.guest = columns, guest

    def corner(self, number):
        """Where that console's picture begins."""
        return (number % self.columns * self.place[0] + self.rim,
                number // self.columns * self.place[1] + self.caption)

    def part(self, shot, number):
        return shot.crop(*self.corner(number), *self.guest)

    def option(self):
        return "--window-size", "{}x{}".format(*self.size)

    def display(self, directory):
        return Xvfb(directory, width=self.size[0] + 100, height=self.size[1] + 100)


@contextlib.contextmanager
def guests(image, directory, count, size=GUEST):
    with contextlib.ExitStack() as stack:
        machines = [stack.enter_context(Qemu(image, directory)) for _ in range(count)]
        for seed, machine in enumerate(machines):
            machine.resolution(*size)
            machine.paint(seed)
        yield machines


def targets(machines):
    return [f"vnc://127.0.0.1:{machine.port}" for machine in machines]


def wait_place(viewer, wall, number, machine, name="picture"):
    wait_frozen(viewer, machine, name=name, shot=lambda: wall.part(viewer.shot(), number))


def wait_live(viewer, count):
    """Each of them has a green dot before its name, whose middle row is at least this wide."""
    row = bytes((0x3f, 0xb9, 0x50)) * 4
    wait_until(lambda: len(set(live_columns(viewer.shot(), row))) >= count, 120, "consoles that are live")


def live_columns(shot, row):
    at = -1
    while (at := shot.rgb.find(row, at + 1)) >= 0:
        yield at // 3 % shot.width // 20, at // 3 // shot.width // 20


def test_each_console_is_in_its_place(guest_image, directory):
    wall = Wall(CONSOLES, COLUMNS)
    with guests(guest_image, directory, CONSOLES) as machines, wall.display(directory) as display, \
            Viewer(directory, *targets(machines), *wall.option(), display=display) as viewer:
        for number, machine in enumerate(machines):
            wait_place(viewer, wall, number, machine, f"console {number}")
        assert display.title(viewer.window()) == f"{CONSOLES} consoles - ecsview"
        machines[-1].paint(99)  # the rest of them rests
        wait_place(viewer, wall, CONSOLES - 1, machines[-1], "what changed")
        wait_place(viewer, wall, 0, machines[0], "what did not")
        assert viewer.terminate() == 0
        assert viewer.stderr() == ""


@pytest.fixture
def two(guest_image, directory):
    """Two consoles, and a window that has the size of one: (machines, display, viewer)"""
    with guests(guest_image, directory, 2, (1280, 800)) as machines, \
            Xvfb(directory, extra=["-r"]) as display, \
            Viewer(directory, *targets(machines), "--window-size", "1280x800",
                   display=display) as viewer:
        display.focus(viewer.window())
        wait_live(viewer, 2)
        yield machines, display, viewer


def wait_wall(display, viewer):
    wait_until(lambda: display.title(viewer.window()) == "2 consoles - ecsview", 20, "wall")


def open_second(machines, display, viewer, how):
    wait_wall(display, viewer)
    how()
    wait_until(lambda: str(machines[1].port) in display.title(viewer.window()), 20, "console")
    wait_frozen(viewer, machines[1], "the one")


def go_back(display, viewer):
    menu.open_by_chord(display, viewer)
    display.key(KEY_A)
    wait_wall(display, viewer)


def test_one_has_the_window_for_a_while(two):
    machines, display, viewer = two

    def click():
        display.mouse_move(900, 300, viewer.window())
        display.click()

    open_second(machines, display, viewer, click)
    machines[0].paint(50)  # nobody looks
    before = viewer.shot()
    go_back(display, viewer)
    wait_until(lambda: picture.difference(viewer.shot(), before), 20, "wall")
    open_second(machines, display, viewer, lambda: display.key(ENTER))
    go_back(display, viewer)
    display.key(LEFT)
    display.key(ENTER)
    wait_until(lambda: str(machines[0].port) in display.title(viewer.window()), 20, "console")
    wait_frozen(viewer, machines[0], "what nobody had looked at")
    assert viewer.terminate() == 0


def test_keys_go_to_none_one_or_all(two):
    machines, display, viewer = two
    wait_wall(display, viewer)

    def wait_red(so):
        wait_until(lambda: (RED * 200 in viewer.shot().rgb) == so, 20, f"red: {so}")

    display.key(KEY_X)
    display.key(KEY_A)
    wait_red(True)
    display.key(KEY_X)
    for machine in machines:
        machine.serial.wait_count(2, "key", seconds=20)
        assert machine.serial.since(0, "key") == ["key 2d", "key ad"]
    display.key(CTRL, ALT, KEY_M)
    wait_red(False)
    display.key(KEY_X)
    open_second(machines, display, viewer, lambda: (display.key(RIGHT), display.key(ENTER)))
    mark = machines[1].serial.mark()
    display.key(KEY_X)
    machines[1].serial.wait_count(2, "key", since=mark, seconds=20)
    for machine, presses in zip(machines, (1, 2)):
        assert machine.serial.since(0, "key").count("key 2d") == presses
        down = [line for line in machine.serial.since(0, "key") if int(line.split()[-1], 16) < 0x80]
        assert len(down) * 2 == len(machine.serial.since(0, "key")), "a key is down"


def test_a_wall_that_sends_nothing_types_to_nobody(guest_image, directory):
    with guests(guest_image, directory, 2) as machines, Xvfb(directory) as display, \
            Viewer(directory, *targets(machines), "--view-only", display=display) as viewer:
        display.focus(viewer.window())
        wait_wall(display, viewer)
        display.key(KEY_A)
        display.key(KEY_X)
        display.key(ENTER)
        wait_until(lambda: str(machines[0].port) in display.title(viewer.window()), 20, "console")
        assert RED * 200 not in viewer.shot().rgb
        assert not machines[0].serial.since(0, "key") and not machines[1].serial.since(0, "key")


def test_what_cannot_be_had_is_said_in_its_place(guest_image, directory):
    wall = Wall(2, 2)
    with guests(guest_image, directory, 1) as machines, wall.display(directory) as display:
        gone = 1  # nothing listens there
        with Viewer(directory, *targets(machines), f"vnc://127.0.0.1:{gone}", *wall.option(),
                    display=display) as viewer:
            wait_place(viewer, wall, 0, machines[0])
            place = wall.part(viewer.shot(), 1)
            wait_until(lambda: len(set(wall.part(viewer.shot(), 1).rgb)) > 3, 20, "a sentence")
            assert place.pixel(600, 400) == (0x12, 0x16, 0x1c), "no picture"
            assert viewer.running()
            display.focus(viewer.window())
            display.key(RIGHT)
            display.key(ENTER)
            wait_until(lambda: f":{gone} " in display.title(viewer.window()), 20, "its card")
            menu.wait_open(viewer)  # its failure, and what can be done
            display.key(menu.ESCAPE)
            wait_wall(display, viewer)
            assert viewer.terminate() == 0


NEXT, PREVIOUS = 106, 105
CHORDS = "--hotkeys", "menu=ctrl+alt+m,next-console=ctrl+alt+right,previous-console=ctrl+alt+left"


def wait_full(viewer, machines, number, why):
    viewer.wait_picture(machines[number].screendump(), seconds=60, name=f"console {number}, {why}")


@pytest.mark.parametrize("option", ["--kiosk", "--fullscreen"])
def test_consoles_take_turns_until_somebody_is_there(guest_image, directory, option):
    with guests(guest_image, directory, 3) as machines, Xvfb(directory, *GUEST) as display, \
            Viewer(directory, *targets(machines), option, "--turn", "6s", *CHORDS,
                   display=display) as viewer:
        display.focus(viewer.window())
        for number in (0, 1, 2, 0):
            wait_full(viewer, machines, number, "in its turn")
        machines[1].paint(50)  # nobody sees it now
        machines[2].paint(51)
        for number in (1, 2):
            wait_full(viewer, machines, number, "in its turn, with what has changed")
        display.key(KEY_X)  # it is the next one's if we are late
        pressed = wait_until(lambda: [machine for machine in machines
                                      if "key ad" in machine.serial.since(0, "key")], 20, "key")
        here = machines.index(pressed[0])
        time.sleep(15)
        assert picture.difference(viewer.shot(), machines[here].screendump()) is None
        assert viewer.terminate() == 0
        assert viewer.stderr() == ""


def test_the_next_console_has_a_chord_and_a_row_of_the_menu(guest_image, directory):
    with guests(guest_image, directory, 3) as machines, Xvfb(directory, *GUEST) as display, \
            Viewer(directory, *targets(machines), "--kiosk", *CHORDS, display=display) as viewer:
        display.focus(viewer.window())
        wait_live(viewer, 3)
        for key, number in ((NEXT, 1), (NEXT, 2), (NEXT, 0), (PREVIOUS, 2)):
            display.key(CTRL, ALT, key)
            wait_full(viewer, machines, number, "by its chord")
        menu.open_by_chord(display, viewer)
        display.key(KEY_N)  # the page of the other consoles
        display.key(KEY_N)
        wait_full(viewer, machines, 0, "by the menu")
        display.key(KEY_X)
        machines[0].serial.wait_count(2, "key", seconds=20)
        for machine in machines[1:]:
            assert not [line for line in machine.serial.since(0, "key") if line.endswith(" 2d")]
        assert viewer.terminate() == 0


def decoders(viewer):
    return {pid for pid in viewer.children() if is_decoder(pid)}


def test_a_decoder_that_dies_takes_no_other_with_it(guest_image, directory):
    wall = Wall(3, 3)
    with guests(guest_image, directory, 3) as machines, wall.display(directory) as display, \
            Viewer(directory, *targets(machines), *wall.option(), display=display) as viewer:
        for number, machine in enumerate(machines):
            wait_place(viewer, wall, number, machine)
        before = decoders(viewer)
        assert len(before) == 3
        victim = min(before)
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: len(decoders(viewer) - {victim}) == 3, 20, "another decoder")
        assert decoders(viewer) > before - {victim}
        for number, machine in enumerate(machines):
            machine.paint(number + 40)
            wait_place(viewer, wall, number, machine, f"console {number} after it")
        assert viewer.terminate() == 0


def test_a_spawner_that_dies_takes_its_console_only(guest_image, directory):
    wall = Wall(2, 2)
    with guests(guest_image, directory, 2) as machines, wall.display(directory) as display, \
            Viewer(directory, *targets(machines), *wall.option(), display=display) as viewer:
        for number, machine in enumerate(machines):
            wait_place(viewer, wall, number, machine)
        first = viewer.spawner()
        twins = [pid for pid in viewer.children() if process_state(pid)
                 and process_state(pid)[0] == first and not is_decoder(pid)]
        assert len(twins) == 1
        os.kill(twins[0], signal.SIGKILL)
        wait_until(lambda: len(decoders(viewer)) == 1, 20, "end of its decoder")
        number = next(n for n in (0, 1) if machines[n].vnc_clients())
        machines[number].paint(60)
        wait_place(viewer, wall, number, machines[number])
        assert viewer.terminate() == 0


def test_the_budget_is_for_all_of_them(directory):
    """Every console is cut, again and again: all come back, and the platform is asked no more often
    than it allows one."""
    names = [f"i-bp1wall{number:014}" for number in range(5)]
    listed = directory / "wall"
    listed.write_text("# a wall\n" + "\n".join(names) + "\n")
    instances = [part for name in names for part in ("--instance", name)]
    with EcsSim(directory, *instances) as sim, Xvfb(directory) as display, \
            Viewer(directory, *sim.args(), "--wall", listed, display=display,
                   env=sim.env()) as viewer:
        wait_live(viewer, 5)
        for cut in range(1, CUTS + 1):
            sim.cut()
            sim.wait_log(event="connect", count=5 * (cut + 1), seconds=120)
            wait_live(viewer, 5)
        asked = [entry["t"] for entry in sim.log(action="DescribeInstanceVncUrl")]
        assert len(asked) >= 5 * (CUTS + 1)
        # A request that was slow on its way makes our minute shorter than the viewer's.
        for begin in asked:
            assert sum(begin <= when < begin + 59 for when in asked) <= 20
        assert viewer.terminate() == 0
        assert display.windows(pid=viewer.pid) == []


def test_a_console_that_needs_no_trust_takes_none_from_the_others(qemu, xvfb, directory):
    """The authorities are read once for all of them: not for the first, which is plain VNC."""
    with EcsSim(directory) as sim, Viewer(directory, *sim.args(), *targets([qemu]), sim.instance,
                                          display=xvfb, env=sim.env()) as viewer:
        wait_live(viewer, 2)
        assert viewer.terminate() == 0


def test_the_file_may_come_by_standard_input(qemu, xvfb, directory):
    with Viewer(directory, "--wall", "-", display=xvfb,
                stdin=f"vnc://127.0.0.1:{qemu.port}\n".encode()) as viewer:
        wait_until(lambda: xvfb.title(viewer.window()) == "1 console - ecsview", 20, "wall")
        wait_until(qemu.vnc_clients, 20, "console")
        assert viewer.terminate() == 0
