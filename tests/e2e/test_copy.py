# SPDX-License-Identifier: GPL-2.0-or-later
"""Copy what is seen: text of the guest's screen, marked by mouse, keys and fingers, is what another
X program pastes. The judge of the text is what QEMU's text mode was told to show."""

import random
import string

import pytest

from lib import menu, text_mode
from lib.consoles import shown, wait_frozen
from lib.display import Xvfb
from lib.process import wait_until
from lib.qemu import Qemu
from lib.selection import give, taken, wait_taken
from lib.text_mode import COLUMNS, ROWS, plain_page
from lib.touch_screen import TouchScreen

CTRL, ALT, SHIFT, ENTER, ESCAPE, KEY_A, KEY_C, KEY_L, KEY_R, KEY_Y = 29, 56, 42, 28, 1, 30, 46, 38, 19, 21
RIGHT, DOWN, END = 106, 108, 107
CELL = (9, 16)
BANNER = bytes((0xf0, 0xa6, 0x3a))
LETTERS = string.ascii_letters + string.digits + string.punctuation


def page(seed):
    dice = random.Random(seed)
    return plain_page(*("".join(dice.choices(LETTERS, k=COLUMNS)) for _ in range(ROWS - 1)))


@pytest.fixture
def machine(directory):
    with Qemu(text_mode.image(directory / "pages.img", [page(1), page(2)]), directory) as guest:
        text_mode.show_next(guest)
        yield guest


@pytest.fixture
def console(directory, xvfb, machine):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{machine.port}") as viewer:
        wait_frozen(viewer, machine)
        yield viewer


def middle(column, row):
    return column * CELL[0] + CELL[0] // 2, row * CELL[1] + CELL[1] // 2


def begin(display, viewer, *, by_menu=False):
    """By its chord or by the menu; waits until the guest's first letter is seen to be marked."""
    before = first_letter(viewer)
    if by_menu:
        menu.open_by_chord(display, viewer)
        display.key(KEY_Y)
        display.key(KEY_L)
    else:
        display.key(CTRL, ALT, KEY_C)
    wait_until(lambda: first_letter(viewer) == bytes(255 - part for part in before), 20, "mark")


def first_letter(viewer):
    """One row of its pixels, wherever the picture lies in the window."""
    shot = viewer.shot()
    scale = min(1, shot.width / (COLUMNS * CELL[0]))
    top = max(0, shot.height - round(ROWS * CELL[1] * scale)) // 2
    at = (top + round(5 * scale)) * shot.width * 3
    return shot.rgb[at:at + round(8 * scale) * 3]


def drag(display, viewer, start, end):
    window = viewer.window()
    display.mouse_move(*middle(*start), window)
    display.mouse_down()
    display.mouse_move(*middle(*end), window)
    display.mouse_up()


def test_lines_marked_by_the_mouse(xvfb, console):
    begin(xvfb, console)
    drag(xvfb, console, (70, 3), (5, 5))
    text = page(1).text
    wait_taken(xvfb, text[3][70:] + "\n" + text[4] + "\n" + text[5][:6])


def test_a_rectangle_marked_backwards(xvfb, console):
    begin(xvfb, console)
    xvfb.key(KEY_R)
    drag(xvfb, console, (20, 9), (11, 7))
    wait_taken(xvfb, "\n".join(line[11:21] for line in page(1).text[7:10]))


def test_by_keys_from_the_menu(xvfb, console):
    begin(xvfb, console, by_menu=True)
    xvfb.key(DOWN)
    with xvfb.held(SHIFT):
        for key in (RIGHT, RIGHT, DOWN):
            xvfb.key(key)
    xvfb.key(ENTER)
    text = page(1).text
    wait_taken(xvfb, text[1] + "\n" + text[2][:3])


def test_all_of_it_by_the_menu_alone(xvfb, console):
    menu.open_by_chord(xvfb, console)
    xvfb.key(KEY_Y)
    xvfb.key(KEY_A)
    wait_taken(xvfb, "\n".join(page(1).text[:ROWS - 1]))


def test_the_picture_stands_still_until_it_is_over(xvfb, machine, console):
    """What is copied is what was seen, though the guest shows another page by then."""
    begin(xvfb, console)
    before = console.shot()
    text_mode.show_next(machine)
    assert console.shot().rgb[:before.width * 3 * 200] == before.rgb[:before.width * 3 * 200]
    drag(xvfb, console, (0, 0), (79, 0))
    wait_taken(xvfb, page(1).text[0])
    wait_frozen(console, machine)


def test_escape_leaves_the_clipboard_as_it_was(xvfb, machine, console):
    give(xvfb, "before")
    begin(xvfb, console)
    xvfb.key(CTRL, KEY_A)
    xvfb.key(ESCAPE)
    text_mode.show_next(machine)
    wait_frozen(console, machine)
    assert taken(xvfb) == "before"


def test_in_a_picture_that_is_scaled(directory, machine):
    with Xvfb(directory, width=500, height=300) as display, \
            shown(directory, display, "--fullscreen", f"vnc://127.0.0.1:{machine.port}") as viewer:
        window, scale, top = viewer.window(), 500 / 720, (300 - 400 * 500 / 720) / 2

        def drawn(row):
            """And nothing lies over it: neither a card, in other rows, nor a banner."""
            begin_at, end_at = (round(top + 16 * n * scale) for n in (row, row + 1))
            shown_now = viewer.shot().rgb[3 * 500 * begin_at:3 * 500 * end_at]
            return any(shown_now) and BANNER not in shown_now
        wait_until(lambda: drawn(0) and drawn(ROWS - 2), 20, "whole picture")
        begin(display, viewer)
        for place, act in (((12, 8), display.mouse_down), ((30, 8), display.mouse_up)):
            x, y = middle(*place)
            display.mouse_move(round(x * scale), round(top + y * scale), window)
            act()
        wait_taken(display, page(1).text[8][12:31])


def test_with_a_finger(directory, machine):
    with TouchScreen(directory, 800, 480) as touch, \
            shown(directory, touch, f"vnc://127.0.0.1:{machine.port}") as viewer:
        wait_frozen(viewer, machine)
        begin(touch, viewer)
        left, top, *_ = touch.geometry(viewer.window())
        (x, y), (to_x, to_y) = middle(4, 6), middle(9, 7)
        touch.strokes(((left + x, top + y), (left + to_x, top + to_y)))
        text = page(1).text
        wait_taken(touch, text[6][4:] + "\n" + text[7][:10])


def test_a_picture_without_text_says_so(directory, xvfb, qemu):
    give(xvfb, "before")
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        before = viewer.shot()
        xvfb.key(CTRL, ALT, KEY_C)
        wait_until(lambda: viewer.shot() != before, 20, "words")
        xvfb.key(ESCAPE)  # goes to the guest: nothing is being marked
    assert taken(xvfb) == "before"
