# SPDX-License-Identifier: GPL-2.0-or-later
"""A server that takes scancodes has a guest with a layout of its own: whatever the layout is here,
each key of each keyboard, pressed on the X server, is told by its place."""

import pytest

from lib import guest_picture, menu, rfb_server
from lib.consoles import shown
from lib.pc_keyboard import KEYS, MORE_KEYS, chord, codes, reports
from lib.process import run
from lib.qemu import Qemu
from lib.rawpeer import RawPeer

# Latin, Cyrillic, Greek, Hebrew, Arabic, Devanagari, Thai, Armenian, Georgian, Japanese, Korean.
LAYOUTS = ["us", "us -variant dvorak", "de", "fr", "br", "tr -variant f", "ru", "gr", "il", "ara",
           "in -variant deva", "th", "am", "ge", "jp", "kr", "us,ru -option grp:menu_toggle"]

# xdotool gives a free key another character for each that no key has, and a busy window may look at the key's
# meaning when it is the next one's.
REMAPPING_MS = 300


def lay_out(display, words):
    run(["setxkbmap", *words.split()], env=display.environment())


def still_screen(connection):
    """A server that shows one picture and takes scancodes."""
    connection.still((640, 480), rfb_server.picture_rect(0, 0, guest_picture.picture(640, 480)),
                     rfb_server.qemu_key_ack())


def told(connection, display, codes):
    """The scancodes of what is sent for each key, pressed and let go: [(down, scancode), ...]"""
    since = connection.mark()
    display.press_each(codes)
    end = KEYS["esc"]
    display.key(end.evdev)
    connection.wait("qemu-key", since, count=1, where=lambda m: not m.down and m.scancode == end.qnum)
    sent = [message for message in connection.received(since=since)
            if message.name in ("key", "qemu-key")]
    assert not [message for message in sent if message.name == "key"]
    return [(bool(message.down), message.scancode) for message in sent[:-2]]


@pytest.mark.parametrize("words", LAYOUTS)
def test_each_key_is_told_by_its_place(still_keys, directory, words):
    lay_out(still_keys, words)
    keys = [key for key in (*KEYS.values(), *MORE_KEYS.values()) if key.name != "esc"]
    with RawPeer(still_screen) as peer:
        with shown(directory, still_keys, "--hotkeys", "none", peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(640, 480))
            sent = told(peer.connection(), still_keys, [key.evdev for key in keys])
    expected = [(down, key.qnum) for key in keys for down in (True, False)]
    names = {key.qnum: key.name for key in keys}
    assert sent == expected, (
        f"missing: {[names[code] for _, code in expected if (True, code) not in sent]}; "
        f"wrong: {[hex(code) for _, code in sent if (True, code) not in expected]}")


# QEMU's PS/2 keyboard has no code for these (7.2; its USB keyboard has more).
QEMU_LACKS = ("katakana hangeul hanja www search again undo copy paste find cut help menukb ejectcd "
              "f13 f14 f15 f16 f17 f18 f19 f20").split()
LANGUAGE_KEYS = {
    "jp": "grave ro henkan muhenkan katakanahiragana 102nd backslash",
    "kr": "rightalt rightctrl", "br": "kpcomma kpdot ro slash 102nd",
    "us": " ".join(name for name in MORE_KEYS if name not in [*QEMU_LACKS, "yen"])}


@pytest.mark.parametrize("words", LANGUAGE_KEYS)
def test_keys_of_a_language_reach_the_guest(qemu, still_keys, directory, words):
    lay_out(still_keys, words)
    with shown(directory, still_keys, "--hotkeys", "none", f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        wrong = []
        for name in LANGUAGE_KEYS[words].split():
            key = KEYS.get(name) or MORE_KEYS[name]
            got = reports(still_keys, qemu, lambda code=key.evdev: still_keys.key(code))
            wrong += [] if got == key.make + key.broken else [(name, got)]
        assert not wrong


def test_a_layout_that_changes_while_the_window_is_there(still_keys, directory):
    with RawPeer(still_screen) as peer:
        with shown(directory, still_keys, "--hotkeys", "none", peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(640, 480))
            for words in ("jp", "us -option ctrl:swapcaps", "ru -option", "us -option"):
                lay_out(still_keys, words)
                names = ["capslock", "a", "y", "grave", "minus", "102nd", "henkan"]
                keys = [KEYS.get(name) or MORE_KEYS[name] for name in names]
                codes = [key.qnum for key in keys]
                if "swapcaps" in words:
                    codes[0] = KEYS["leftctrl"].qnum
                sent = told(peer.connection(), still_keys, [key.evdev for key in keys])
                assert sent == [(down, code) for code in codes for down in (True, False)], words


# A page of German text as it is typed on a German keyboard: by QEMU's -k de each character's key is
# looked up, and the guest has to get what it gets from a host without -k.
PAGE = ("z y leftshift+z semicolon apostrophe leftbrace minus leftshift+2 leftshift+7 rightalt+q "
        "rightalt+e rightalt+7 rightalt+8 rightalt+9 rightalt+0 rightalt+minus rightalt+102nd "
        "rightalt+rightbrace 102nd leftshift+102nd backslash leftshift+backslash leftshift+minus "
        "leftshift+dot leftshift+comma comma slash leftshift+slash rightbrace leftshift+rightbrace "
        "leftshift+semicolon leftshift+a q leftshift+1 leftshift+0 3 rightalt+2 rightalt+m")


@pytest.mark.parametrize("host", [[], ["-k", "de"]], ids=["scancodes", "keysyms"])
def test_a_german_keyboard_at_a_german_host(guest_image, still_keys, directory, host):
    lay_out(still_keys, "de -variant nodeadkeys")
    with Qemu(guest_image, directory, extra=host) as qemu:
        with shown(directory, still_keys, "--hotkeys", "none", f"vnc://127.0.0.1:{qemu.port}") as viewer:
            viewer.wait_picture(qemu.screendump)
            wrong = []
            for names in (stroke.split("+") for stroke in PAGE.split()):
                got = reports(still_keys, qemu, lambda n=names: still_keys.key(*codes(*n)),
                              last=KEYS["f9"])
                wrong += [] if got == chord(*names) else [(names, got)]
            assert not wrong, "\n".join(map(str, wrong))


def keysyms_only(connection):
    connection.still((640, 480), rfb_server.picture_rect(0, 0, guest_picture.picture(640, 480)))


def test_text_that_no_key_has_goes_by_keysym(still_keys, directory):
    """As an input method or a keyboard on the screen brings it; xdotool makes a key for it."""
    text = "\u6f22\u5b57\u00e9\u0436\u20ac"
    with RawPeer(keysyms_only) as peer:
        with shown(directory, still_keys, "--hotkeys", "none", peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(640, 480))
            still_keys.xdo("type", "--delay", REMAPPING_MS, text)
            peer.connection().wait("key", count=2 * len(text))
            pressed = [m.keysym for m in peer.connection().received("key") if m.down]
    # Latin-1 is itself; a keysym of its own and the one by number are the same character.
    named = {0xe9: "\u00e9", 0x6d6: "\u0436", 0x20ac: "\u20ac"}
    assert "".join(named.get(sym) or chr(sym & 0xffffff) for sym in pressed) == text


def test_text_without_a_key_is_typed_with_the_guests_layout(qemu, still_keys, directory):
    """At a server that takes scancodes: an accent is two keys there, as in a paste."""
    lay_out(still_keys, "us")
    with shown(directory, still_keys, "--hotkeys", "none", "--guest-layout", "de",
               f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        got = reports(still_keys, qemu, lambda: still_keys.xdo("type", "--delay", REMAPPING_MS, "\u00e9\u00df"))
        assert got == [*KEYS["equal"].make, *KEYS["equal"].broken, *chord("e"), *chord("minus")]


def test_text_that_the_guests_layout_lacks_is_asked_about(qemu, still_keys, directory):
    lay_out(still_keys, "us")
    with shown(directory, still_keys, "--hotkeys", "none", f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        since = qemu.serial.mark()
        still_keys.xdo("type", "--delay", REMAPPING_MS, "\u6f22\u0436")
        menu.wait_open(viewer)
        viewer.shot().save(directory / "question.png")
        still_keys.key(KEYS["esc"].evdev)
        menu.wait_closed(viewer)
        assert reports(still_keys, qemu, lambda: still_keys.key(KEYS["a"].evdev)) == chord("a")
        assert qemu.serial.since(since, "key")[:2] == chord("a")
