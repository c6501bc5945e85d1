# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys that commands send or hold, in the guest's own view; the keyboard of a window, all of it; and
view-only, switched while the console runs."""

import re

import pytest

from lib import menu, picture
from lib.consoles import shown
from lib.display import Xvfb
from lib.endings import USAGE, refused
from lib.pc_keyboard import KEYS, chord, codes, reports
from lib.peers import Xvnc
from lib.process import wait_until

CTRL = ["key 1d", "key 9d"]  # of our own chord: down before it is one, then let go
# IBM's keyboard lets Alt go around SysRq.
ALT_AROUND = ["key b8", "key 38"]
SYSRQ_B = ["key 38", *ALT_AROUND, "key 54", *chord("b"), "key d4", *ALT_AROUND, "key b8"]
SENT = {
    "ctrl-alt-del": ("q", chord("leftctrl", "leftalt", "delete")),
    "ctrl-alt-f1": ("w", chord("leftctrl", "leftalt", "f1")),
    "ctrl-alt-f12": ("e", chord("leftctrl", "leftalt", "f12")),
    "super": ("r", chord("leftmeta")),
    "alt-tab": ("t", chord("leftalt", "tab")),
    "alt-f4": ("y", chord("leftalt", "f4")),
    "print": ("u", chord("print")),
    "sysrq-b": ("i", SYSRQ_B),
    "send-1": ("o", chord("leftctrl", "leftshift", "esc")),
    "send-2": ("p", chord("leftalt", "f2")),
}
HOTKEYS = ",".join(["menu=ctrl+alt+m", "hold-ctrl=ctrl+1", "hold-alt=ctrl+2",
                    *(f"{name}=ctrl+{key}" for name, (key, _) in SENT.items())])
OPTIONS = ["--hotkeys", HOTKEYS, "--send-keys", "ctrl+shift+esc,alt+f2"]


@pytest.fixture
def console(qemu, still_keys, directory):
    with shown(directory, still_keys, *OPTIONS, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        yield viewer


def test_each_command_sends_its_keys_as_scancodes(console, qemu, still_keys):
    wrong = []
    for name, (key, expected) in SENT.items():
        got = reports(still_keys, qemu, lambda k=key: still_keys.key(*codes("leftctrl", k)))
        if got != CTRL + expected:
            wrong.append((name, got, CTRL + expected))
    assert not wrong, [' '.join(line[4:] for line in got) for _, got, _ in wrong]


def test_held_keys_are_down_until_the_next_key(console, qemu, still_keys):
    def hold(*digits):
        for digit in digits:
            still_keys.key(*codes("leftctrl", digit))

    def both_and_a_letter():
        hold("1", "2")
        still_keys.key(*codes("c"))
        still_keys.key(*codes("d"))

    got = reports(still_keys, qemu, both_and_a_letter)
    # The second chord's own Ctrl is the person's, so what is held of it becomes his.
    assert got[:3] == [*CTRL, "key 1d"], got
    assert got[-2:] == chord("d") and "key 38" in got, got
    assert got.index("key b8") > got.index("key ae") > got.index("key 2e") > got.index("key 38")
    assert got.count("key 1d") >= got.count("key 9d") > 0 and got[-3:-2] in (["key b8"], ["key 9d"])


def words_are_shown(viewer, qemu):
    """A hint covers a part of the picture's last rows, for as long as it is there."""
    return all(picture.difference(viewer.shot(), qemu.screendump()) for _ in range(5))


def test_a_held_key_is_said_and_let_go_when_the_keyboard_goes(console, qemu, still_keys, directory):
    since = qemu.serial.mark()
    menu.open_by_chord(still_keys, console)
    for key in "oc":  # other keys, hold Ctrl
        still_keys.key(*codes(key))
    menu.wait_closed(console)
    wait_until(lambda: words_are_shown(console, qemu), 20, "words")
    still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
    still_keys.focus(still_keys.wait_window(name="Event Tester"))
    wait_until(lambda: qemu.serial.since(since, "key")[-2:] == CTRL, 20, "Ctrl down and up")
    console.wait_picture(qemu.screendump)  # without words over it
    still_keys.focus(console.window())
    assert reports(still_keys, qemu, lambda: still_keys.key(*codes("a"))) == chord("a")


def test_a_held_key_does_not_outlive_its_connection(qemu, still_keys, directory, sim):
    with shown(directory, still_keys, *OPTIONS, *sim.args(), sim.instance, env=sim.env()) as viewer:
        viewer.wait_picture(qemu.screendump)
        since = qemu.serial.mark()
        still_keys.key(*codes("leftctrl", "2"))
        qemu.serial.wait("key 38", since)
        sim.cut()
        sim.wait_log(count=2, event="connect")
        # QEMU lets go of the keys of a client that has gone.
        qemu.serial.wait("key b8", since)
        # The new one is there, though it may not take keys yet.
        wait_until(lambda: "the console is back" in viewer.stderr(), 20, "the console")
        viewer.wait_picture(qemu.screendump)
        assert reports(still_keys, qemu, lambda: still_keys.key(*codes("a"))) == chord("a")


def xev_keys(text):
    """(down, keysym) of each key event that xev has told."""
    return [(kind == "Press", int(keysym, 16)) for kind, keysym in re.findall(
        r"^Key(Press|Release) event.*?keysym (0x[0-9a-f]+)", text, re.M | re.S)]


def test_each_command_sends_its_keys_as_keysyms(still_keys, directory):
    control, alt, shift, tab, meta = 0xffe3, 0xffe9, 0xffe1, 0xff09, 0xffeb
    expected = {"t": [alt, tab], "q": [control, alt, 0xffff], "r": [meta],
                "o": [control, shift, 0xff1b], "u": [0xff61]}
    with Xvnc(directory) as peer:
        xev = peer.start(["stdbuf", "-oL", "xev", "-event", "keyboard"], "xev")
        peer.focus(peer.wait_window(name="Event Tester"))
        with shown(directory, still_keys, *OPTIONS, f"vnc://127.0.0.1:{peer.port}") as viewer:
            viewer.wait_picture(peer.screenshot)
            for key, keysyms in expected.items():
                before = len(xev_keys(xev.stdout()))
                still_keys.key(*codes("leftctrl", key))
                wanted = [(True, control), (False, control), *((True, sym) for sym in keysyms),
                          *((False, sym) for sym in reversed(keysyms))]
                wait_until(lambda at=before, n=len(wanted):
                           len(xev_keys(xev.stdout())) >= at + n, 20, f"keys of {key}")
                assert xev_keys(xev.stdout())[before:] == wanted, key


# The window manager's keys.

WM_KEYS = """<keyboard><keybind key="A-F4"><action name="Execute">
  <command>touch {file}</command></action></keybind></keyboard>"""


@pytest.fixture
def managed(directory):
    """A display whose window manager takes Alt+F4 and makes a file then."""
    taken = directory / "taken"
    with Xvfb(directory, wm="openbox", extra=["-r"]) as display:
        config = directory / "openbox.xml"
        text = config.read_text().replace("<focus>", WM_KEYS.format(file=taken) + "<focus>", 1)
        config.write_text(text)
        display.start(["openbox", "--reconfigure"], "reconfigure").wait(20)

        def is_taken():
            display.key(*codes("leftalt", "f4"))
            return taken.exists()
        wait_until(is_taken, 20, "window manager's key", pause=0.2)
        taken.unlink()
        display.taken = taken
        yield display


def test_a_window_can_have_the_window_managers_keys(qemu, managed, directory):
    with shown(directory, managed, "--hotkeys", "menu=ctrl+alt+m,grab=ctrl+g",
               f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        alt_f4 = chord("leftalt", "f4")

        def press():
            return reports(managed, qemu, lambda: managed.key(*codes("leftalt", "f4")))

        managed.key(*codes("leftctrl", "g"))
        wait_until(lambda: words_are_shown(viewer, qemu), 20, "words")
        assert press() == alt_f4 and not managed.taken.exists()
        managed.key(*codes("leftctrl", "g"))  # the chord to leave it
        press()
        wait_until(managed.taken.exists, 20, "what the window manager does")
        managed.taken.unlink()
        # The menu's chord leaves it, too.
        managed.key(*codes("leftctrl", "g"))
        assert press() == alt_f4 and not managed.taken.exists()
        menu.open_by_chord(managed, viewer)
        managed.key(menu.ESCAPE)
        menu.wait_closed(viewer)
        press()
        wait_until(managed.taken.exists, 20, "what the window manager does")


# View only.

def test_view_only_is_switched_while_it_runs(qemu, still_keys, directory):
    with shown(directory, still_keys, "--view-only", "--hotkeys", "view-only=ctrl+k",
               f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        since = qemu.serial.mark()
        still_keys.key(*codes("a"))
        still_keys.key(*codes("leftctrl", "k"))  # behind it
        assert reports(still_keys, qemu, lambda: still_keys.key(*codes("b"))) == chord("b")
        assert not [line for line in qemu.serial.since(since, "key") if line == KEYS["a"].make[0]]
        still_keys.key(*codes("leftctrl", "k"))
        still_keys.key(*codes("c"))
        still_keys.key(*codes("leftctrl", "k"))
        assert reports(still_keys, qemu, lambda: still_keys.key(*codes("d"))) == chord("d")
        assert KEYS["c"].make[0] not in qemu.serial.since(since, "key")


def test_view_only_shares_the_keyboard_of_a_full_screen(qemu, managed, directory):
    """It has all keys by itself; who only looks wants them for other windows."""
    with shown(directory, managed, "--hotkeys", "view-only=ctrl+k,fullscreen=ctrl+alt+enter",
               "--fullscreen", f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_until(lambda: managed.geometry(viewer.window()) == (0, 0, 1600, 1000), 20, "full screen")
        alt_f4 = chord("leftalt", "f4")

        def press():
            return reports(managed, qemu, lambda: managed.key(*codes("leftalt", "f4")))

        wait_until(lambda: press() == alt_f4, 20, "the grab")
        managed.taken.unlink(missing_ok=True)
        assert press() == alt_f4 and not managed.taken.exists()
        managed.key(*codes("leftctrl", "k"))

        def is_taken():
            managed.key(*codes("leftalt", "f4"))
            return managed.taken.exists()
        wait_until(is_taken, 20, "what the window manager does", pause=0.2)
        managed.taken.unlink()
        managed.key(*codes("leftctrl", "k"))
        wait_until(lambda: press() == alt_f4, 20, "the grab")
        managed.taken.unlink(missing_ok=True)
        assert press() == alt_f4 and not managed.taken.exists()


@pytest.mark.parametrize("text, words", [
    ("send-keys = 'strg+a'", "config.toml:2"), ("send-keys = 'f1,f1'", "named twice")])
def test_a_wrong_list_of_keys_is_told_with_its_line(directory, text, words):
    folder = directory / "config" / "ecsview"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(f"scale = 'fit'\n{text}\n")
    said = refused(directory, USAGE, "vnc://127.0.0.1:1",
                   env={"XDG_CONFIG_HOME": str(folder.parent)}, words=words)
    assert "config.toml:2: --send-keys" in said or "send-keys" in said
