# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys pressed on the X server, judged by the scancodes that the guest's keyboard controller gives
and, for servers that know only keysyms, by X programs on the other side."""

import re

import pytest

from lib import guest_picture, rfb_server
from lib.consoles import from_cloud, shown
from lib.pc_keyboard import KEYS, chord, codes, reports
from lib.peers import X11vnc, Xvnc
from lib.process import run, wait_until
from lib.rawpeer import RawPeer

MODIFIER_KEYSYMS = {0xffe1, 0xffe2}  # both Shifts


@pytest.fixture
def console(sim, qemu, still_keys, directory):
    with from_cloud(sim, directory, still_keys) as viewer:
        viewer.wait_picture(qemu.screendump)
        yield viewer


def assert_all_right(wrong):
    assert not wrong, f"{len(wrong)} are wrong:\n" + "\n".join(
        f"{name}: {got} instead of {expected}" for name, got, expected in wrong)


def test_every_key_of_a_pc_keyboard(console, qemu, still_keys):
    assert len(KEYS) == 105
    wrong = []
    for key in KEYS.values():
        got = reports(still_keys, qemu, lambda: still_keys.key(key.evdev))
        if got != key.make + key.broken:
            wrong.append((key.name, got, key.make + key.broken))
    assert_all_right(wrong)


# Ctrl+Alt+F1 to F12 are not here: the X server's own key map takes the F key's press.
CHORDS = ["leftctrl leftalt delete", "leftalt tab", "leftalt leftshift tab", "leftctrl c",
          "leftctrl leftshift esc", "leftalt f4", "leftmeta l", "rightmeta r", "rightalt e",
          "leftshift a", "rightshift z", "leftshift 1", "leftshift slash",
          "leftctrl leftalt backspace", "rightctrl rightshift rightalt up",
          "leftshift kp5", "leftshift home", "leftctrl leftalt leftshift enter", "a b c d"]


def test_chords(console, qemu, still_keys):
    wrong = []
    for names in map(str.split, CHORDS):
        got = reports(still_keys, qemu, lambda: still_keys.key(*codes(*names)))
        if got != chord(*names):
            wrong.append((names, got, chord(*names)))
    assert_all_right(wrong)


def test_rolling_keys_keep_their_order(console, qemu, still_keys):
    a, b, c = (KEYS[name] for name in "abc")

    def roll():
        still_keys.key_down(a.evdev, b.evdev)
        still_keys.key_up(a.evdev)
        still_keys.key_down(c.evdev)
        still_keys.key_up(b.evdev, c.evdev)

    assert reports(still_keys, qemu, roll) == [
        *a.make, *b.make, *a.broken, *c.make, *b.broken, *c.broken]


# What an AT keyboard does with these two, IBM's PS/2 reference: no fake shift with Ctrl or Shift;
# Ctrl+Pause is Break.
@pytest.mark.parametrize("names, expected", [
    ("leftctrl print", ["key 1d", "key e0 37", "key e0 b7", "key 9d"]),
    ("leftshift print", ["key 2a", "key e0 37", "key e0 b7", "key aa"]),
    ("leftctrl pause", ["key 1d", "key e0 46", "key e0 c6", "key 9d"])])
def test_keys_that_change_with_a_modifier(console, qemu, still_keys, names, expected):
    got = reports(still_keys, qemu, lambda: still_keys.key(*codes(*names.split())))
    assert got == expected


def test_lock_keys_pass_both_ways(console, qemu, still_keys):
    """The guest's lamps stay dark, as its owner wants; the viewer must not press a lock itself."""
    for name in ("capslock", "numlock", "scrolllock"):
        for _ in range(2):
            press = reports(still_keys, qemu, lambda: still_keys.key(*codes(name)))
            letter = reports(still_keys, qemu, lambda: still_keys.key(*codes("a", "kp5")))
            assert (press, letter) == (chord(name), chord("a", "kp5")), name


def test_lock_lamps_are_brought_together_once(sim, qemu, still_keys, directory):
    still_keys.key(*codes("capslock"))  # on, here; off in the guest
    with from_cloud(sim, directory, still_keys) as viewer:
        viewer.wait_picture(qemu.screendump)
        first = reports(still_keys, qemu, lambda: still_keys.key(*codes("a")))
        assert first == chord("capslock") + chord("a")
        qemu.leds(caps=True)  # what the guest's system does with it
        assert reports(still_keys, qemu, lambda: still_keys.key(*codes("b"))) == chord("b")


def test_repeat_does_not_lose_the_release(sim, qemu, xvfb, directory):
    a = KEYS["a"]
    with from_cloud(sim, directory, xvfb) as viewer:
        viewer.wait_picture(qemu.screendump)
        since = qemu.serial.mark()
        xvfb.key_down(a.evdev)
        qemu.serial.wait_count(5, a.make[0], since)
        xvfb.key_up(a.evdev)
        qemu.serial.wait(a.broken[0], since)
        xvfb.key(*codes("b"))
        qemu.serial.wait(KEYS["b"].broken[0], since)
        lines = qemu.serial.since(since, "key")
    assert lines[-3:] == [*a.broken, *KEYS["b"].make, *KEYS["b"].broken]
    assert set(lines[:-3]) == set(a.make)


def test_held_keys_are_released_with_the_focus(console, qemu, still_keys):
    other = still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
    elsewhere = still_keys.wait_window(name="Event Tester")
    since = qemu.serial.mark()
    still_keys.key_down(*codes("leftctrl", "leftmeta", "a"))
    qemu.serial.wait_count(3, "key", since)
    still_keys.focus(elsewhere)
    lines = qemu.serial.wait_count(6, "key", since)
    assert lines[:3] == [line for name in ("leftctrl", "leftmeta", "a") for line in KEYS[name].make]
    assert sorted(lines[3:]) == sorted(
        line for name in ("leftctrl", "leftmeta", "a") for line in KEYS[name].broken)
    still_keys.key_up(*codes("a", "leftmeta", "leftctrl"))
    wait_until(lambda: other.stdout().count("KeyRelease event") >= 3, 20, "releases elsewhere")
    still_keys.focus(console.window())
    assert reports(still_keys, qemu, lambda: still_keys.key(*codes("b"))) == chord("b")


def test_a_key_pressed_elsewhere_does_not_come_in(console, qemu, still_keys):
    other = still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
    still_keys.focus(still_keys.wait_window(name="Event Tester"))
    since = qemu.serial.mark()
    still_keys.key(*codes("q"))
    wait_until(lambda: other.stdout().count("KeyRelease event") >= 1, 20, "key elsewhere")
    still_keys.focus(console.window())
    assert reports(still_keys, qemu, lambda: still_keys.key(*codes("w"))) == chord("w")
    assert chord("q")[0] not in qemu.serial.since(since, "key")


# Other layouts than us, and remapped keys. X's own are set before the viewer starts.

def lay_out(display, *words):
    """setxkbmap's words, for example "de" or "us", "-option", "caps:escape"."""
    run(["setxkbmap", *words], env=display.environment())


@pytest.mark.parametrize("words, pressed, expected", [
    (["us", "-option", "caps:escape"], "capslock", "esc"),
    (["us", "-option", "caps:escape"], "esc", "esc"),
    (["us", "-option", "ctrl:swapcaps"], "capslock", "leftctrl"),
    (["us", "-option", "ctrl:swapcaps"], "leftctrl", "capslock"),
    (["us", "-option", "lv3:caps_switch"], "capslock", "rightalt"),
    (["de"], "rightalt", "rightalt"), (["de"], "y", "y"), (["de"], "grave", "grave"),
    (["us", "-variant", "dvorak"], "s", "s"), (["ru"], "a", "a")],
    ids=lambda value: value if isinstance(value, str) else " ".join(value))
def test_a_function_is_the_key_that_has_it_and_a_character_its_place(
        sim, qemu, still_keys, directory, words, pressed, expected):
    lay_out(still_keys, *words)
    with from_cloud(sim, directory, still_keys) as viewer:
        viewer.wait_picture(qemu.screendump)
        got = reports(still_keys, qemu, lambda: still_keys.key(KEYS[pressed].evdev))
        assert got == chord(expected)


def test_alt_gr_on_a_german_keyboard_makes_its_characters(still_keys, directory):
    """Xvnc has a US keyboard; a program there sees what was written on the keys here."""
    lay_out(still_keys, "de")
    with Xvnc(directory) as peer:
        xev = start_xev(peer)
        modifiers = MODIFIER_KEYSYMS | {0xfe03, 0xffea}
        with shown(directory, still_keys, f"vnc://127.0.0.1:{peer.port}") as viewer:
            viewer.wait_picture(peer.screenshot)
            wrong = []
            for names, character in ((("rightalt", "q"), "@"), (("rightalt", "8"), "["),
                                     (("rightalt", "minus"), "\\"), (("rightalt", "102nd"), "|"),
                                     (("semicolon",), "ö"), (("leftshift", "2"), '"'),
                                     (("minus",), "ß"), (("y",), "z"), (("leftshift", "y"), "Z")):
                before = len(xev_keys(xev.stdout()))
                still_keys.key(*codes(*names))
                events = wait_until(lambda at=before: whole_stroke(xev, at), 20, "key")
                seen = [sym for down, sym in events if down and sym not in modifiers]
                wrong += [] if seen == [ord(character)] else [(names, events, character)]
            assert_all_right(wrong)


def whole_stroke(xev, before):
    """The events of a stroke that is over, or None."""
    events = xev_keys(xev.stdout())[before:]
    return events if events and balanced(events) else None


# Servers that get keysyms.

ROWS = ("grave 1 2 3 4 5 6 7 8 9 0 minus equal",
        "q w e r t y u i o p leftbrace rightbrace backslash",
        "a s d f g h j k l semicolon apostrophe", "z x c v b n m comma dot slash")
PLAIN = ["`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./"]
SHIFTED = ["~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?"]
FUNCTION = {"f1": 0xffbe, "f2": 0xffbf, "f3": 0xffc0, "f4": 0xffc1, "f5": 0xffc2, "f6": 0xffc3,
            "f7": 0xffc4, "f8": 0xffc5, "f9": 0xffc6, "f10": 0xffc7, "f11": 0xffc8, "f12": 0xffc9,
            "esc": 0xff1b, "enter": 0xff0d, "backspace": 0xff08, "tab": 0xff09, "space": 0x20,
            "up": 0xff52, "down": 0xff54, "left": 0xff51, "right": 0xff53, "home": 0xff50,
            "end": 0xff57, "pageup": 0xff55, "pagedown": 0xff56, "insert": 0xff63,
            "delete": 0xffff, "kpenter": 0xff8d}


def strokes():
    """(keys to press together, the keysym that a program must see)"""
    for names, plain, shifted in zip(ROWS, PLAIN, SHIFTED):
        for name, one, other in zip(names.split(), plain, shifted, strict=True):
            yield (name,), ord(one)
            yield ("leftshift", name), ord(other)
    for name, keysym in FUNCTION.items():
        yield (name,), keysym


def xev_keys(text):
    """(down, keysym) of each key event that xev has told."""
    return [(kind == "Press", int(keysym, 16)) for kind, keysym in re.findall(
        r"^Key(Press|Release) event.*?keysym (0x[0-9a-f]+)", text, re.M | re.S)]


def start_xev(display):
    """xev with the keyboard of that display."""
    xev = display.start(["stdbuf", "-oL", "xev", "-event", "keyboard"], "xev")
    display.focus(display.wait_window(name="Event Tester"))
    return xev


@pytest.mark.parametrize("server", [Xvnc, X11vnc])
def test_keysyms_arrive_at_programs(still_keys, directory, server):
    with server(directory) as peer:
        screen = getattr(peer, "screen", peer)
        xev = start_xev(screen)
        with shown(directory, still_keys, f"vnc://127.0.0.1:{peer.port}") as viewer:
            viewer.wait_picture(screen.screenshot)
            wrong = []
            for names, keysym in strokes():
                before = len(xev_keys(xev.stdout()))
                still_keys.key(*codes(*names))
                wrong += stroke_faults(xev, before, names, keysym)
            assert_all_right(wrong)


def stroke_faults(xev, before, names, keysym):
    def whole():
        events = xev_keys(xev.stdout())[before:]
        return events if events and balanced(events) and (False, keysym) in events else None
    try:
        events = wait_until(whole, 5, "key")
    except TimeoutError:
        return [(names, xev_keys(xev.stdout())[before:], hex(keysym))]
    pressed = [sym for down, sym in events if down and sym not in MODIFIER_KEYSYMS]
    return [] if pressed == [keysym] else [(names, events, hex(keysym))]


def balanced(events):
    """Everything that was pressed is released again. A letter's release may have lost its Shift."""
    return sum(down for down, _ in events) == sum(not down for down, _ in events)


def still_screen(connection):
    """A server that shows one picture, knows no extension, and reads."""
    connection.still((640, 480), rfb_server.picture_rect(0, 0, guest_picture.picture(640, 480)))


def press_each(display):
    """Every key once; the locks a second time, so that all is as before."""
    for key in KEYS.values():
        display.key(key.evdev)
    display.key(*codes("capslock"))
    display.key(*codes("numlock"))
    return 2 * len(KEYS) + 4


@pytest.mark.parametrize("words", [["us"], ["de", "nodeadkeys"], ["us", "-option", "caps:escape"],
                                   ["gr"], ["ru"]], ids=" ".join)
def test_keysyms_are_those_that_x_gives(still_keys, directory, words):
    lay_out(still_keys, *words)
    with RawPeer(still_screen) as peer:
        with shown(directory, still_keys, peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(640, 480))
            count = press_each(still_keys)
            connection = peer.connection()
            connection.wait("key", count=count)
            xev = start_xev(still_keys)
            press_each(still_keys)
            wait_until(lambda: len(xev_keys(xev.stdout())) >= count, 20, "events")
        # A key's release has the keysym of its press, whatever the modifiers do in between.
        sent = [m.keysym for m in connection.received("key") if m.down]
        expected = [keysym for down, keysym in xev_keys(xev.stdout()) if down]
        names = [*KEYS, "capslock", "numlock"]
        assert_all_right([(name, hex(got), hex(want)) for name, got, want in
                          zip(names, sent, expected, strict=True) if got != want])
        assert [m.keysym for m in connection.received("key") if not m.down] == sent
        assert not connection.received("qemu-key")


@pytest.mark.parametrize("driver", [None, "x11", "wayland,x11"])
def test_dead_keys_are_the_guest_s_however_x11_was_chosen(still_keys, directory, driver):
    lay_out(still_keys, "de")
    with RawPeer(still_screen) as peer:
        with shown(directory, still_keys, peer.url, env={"SDL_VIDEODRIVER": driver}) as viewer:
            viewer.wait_picture(guest_picture.picture(640, 480))
            for _ in range(2):
                still_keys.key(*codes("equal"))  # where German has its accent
            peer.connection().wait("key", count=4)
        assert [m.keysym for m in peer.connection().received("key")] == 4 * [0xfe51]
