# SPDX-License-Identifier: GPL-2.0-or-later
"""`ecsview text`: the screen as text, beside what QEMU's text mode and console fonts were told to show."""

import os
import random
import signal
import string
import threading

import pytest

from lib import rfb_server, text_mode
from lib.commands import run
from lib.consoles import take_shot
from lib.endings import NO_TEXT, OUT_OF_TIME, refused
from lib.picture import Picture, load
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.text_mode import COLUMNS, ROWS, ConsoleFont, Page, plain_page
from lib.viewer import Viewer

PRINTABLE = string.digits + string.ascii_letters + string.punctuation + " "
BOXES = "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌"
PAGES = 500 if "ECSVIEW_SOAK" in os.environ else 6
FONTS = sorted(path.name.removesuffix(".psf.gz") for path in text_mode.CONSOLE_FONTS.glob("Lat15-*.psf.gz"))


def random_page(dice, letters=PRINTABLE):
    """Letters in all colours, on papers of all colours, none of them on its own."""
    text = ["".join(dice.choices(letters, k=COLUMNS)) for _ in range(ROWS)]
    attributes = bytes(dice.choice([n for n in range(128) if n >> 4 != n & 15])
                       for _ in range(COLUMNS * ROWS))
    # Under the cursor nobody can tell a _ from nothing, nor a g from a q.
    cursor = dice.choice([n for n in range(COLUMNS * ROWS) if text[n // COLUMNS][n % COLUMNS] not in "_gq"])
    return Page(text, attributes, (cursor % COLUMNS, cursor // COLUMNS))


def machine_with(directory, pages):
    return Qemu(text_mode.image(directory / "pages.img", pages), directory)


def target(machine):
    return f"vnc://127.0.0.1:{machine.port}"


# What QEMU's text mode shows.

def test_random_pages_in_all_colours_are_read_exactly(directory):
    dice = random.Random(15)
    pages = [random_page(dice) for _ in range(PAGES)]
    with machine_with(directory, pages) as machine:
        for page in pages:
            text_mode.show_next(machine)
            assert run(directory, "text", target(machine)) == page.lines()


def test_boxes_are_read_exactly(directory):
    page = random_page(random.Random(3), PRINTABLE + BOXES)
    page = page._replace(attributes=b"\x1f" * len(page.attributes))
    with machine_with(directory, [page]) as machine:
        text_mode.show_next(machine)
        assert run(directory, "text", target(machine)) == page.lines()


def test_colours_are_those_of_the_screen(directory):
    page = plain_page("login: root")
    attributes = bytearray(page.attributes)
    attributes[0:5] = b"\x1e" * 5
    attributes[7] = 0x04
    with machine_with(directory, [page._replace(attributes=bytes(attributes))]) as machine:
        text_mode.show_next(machine)
        assert run(directory, "text", "--ansi", target(machine)) == (
            "\x1b[0;44;93mlogin\x1b[0m: \x1b[0;31mr\x1b[0moot\n")


def test_it_waits_for_a_text(directory):
    pages = [plain_page("booting"), plain_page("booting", "web-01 login: ")]
    with machine_with(directory, pages) as machine:
        text_mode.show_next(machine)
        later = threading.Timer(1, text_mode.show_next, [machine])
        later.start()
        said = run(directory, "text", "--wait", "login:", target(machine))
        later.join()
        assert said == "booting\nweb-01 login:\n"


def test_a_shot_waits_for_a_text_too(directory):
    """The picture is the one that has it, by QEMU's own account."""
    pages = [plain_page("booting"), plain_page("booting", "web-01 login: ")]
    with machine_with(directory, pages) as machine:
        text_mode.show_next(machine)
        later = threading.Timer(1, text_mode.show_next, [machine])
        later.start()
        path = take_shot(directory, target(machine), "--wait", "login:")
        later.join()
        assert letters(load(path)) == letters(machine.screendump())


def letters(shown):
    """The first two lines as far as the guest's cursor, which blinks, is not in them."""
    return [shown.rgb[y * shown.width * 3:][:9 * 12 * 3] for y in range(2 * 16)]


def test_it_writes_again_until_a_signal_ends_it(directory):
    """A page each time, and also after the console was lost."""
    pages = [plain_page("booting"), plain_page("web-01 login: ")]
    with machine_with(directory, pages) as machine:
        text_mode.show_next(machine)
        with Viewer(directory, "text", "--every", "200ms", target(machine)) as viewer:
            wait_until(lambda: viewer.stdout().count("\fbooting\n") > 1, 30, "a page twice")
            first = viewer.decoder()
            os.kill(first, signal.SIGKILL)
            text_mode.show_next(machine)
            wait_until(lambda: viewer.stdout().endswith("\fweb-01 login:\n"), 30, "the other page")
            viewer.signal(signal.SIGTERM)
            assert viewer.wait_exit() == 143
            assert set(viewer.stdout().split("\f")) == {"booting\n", "web-01 login:\n"}


def test_a_shot_is_replaced_until_a_signal_ends_it(directory, qemu):
    """Never by half a picture: whoever looks at any time finds a whole one."""
    path = directory / "now.png"
    with Viewer(directory, "shot", "--every", "100ms", target(qemu), path) as viewer:
        for seed in (1, 2):
            qemu.paint(seed)
            wanted = qemu.screendump()
            wait_until(lambda: path.exists() and load(path) == wanted, 30, "picture")
        viewer.signal(signal.SIGINT)
        assert viewer.wait_exit() == 130
    assert [file.name for file in directory.glob("now*")] == ["now.png"]


@pytest.mark.parametrize("command", [["text"], ["shot"]], ids=["text", "shot"])
def test_a_text_that_never_comes_is_told(directory, command):
    with machine_with(directory, [plain_page("booting")]) as machine:
        text_mode.show_next(machine)
        file = [directory / "shot.png"] if command == ["shot"] else []
        refused(directory, OUT_OF_TIME, *command, "--wait", "login:", "--timeout", "3s",
                target(machine), *file, words=("login:", "--timeout"))
        assert not (directory / "shot.png").exists()


# What a server shows that draws as Linux does.

class Shown:
    """A server that shows one picture."""

    def __init__(self, picture):
        self.picture = picture

    def __call__(self, connection):
        connection.still((self.picture.width, self.picture.height), rfb_server.picture_rect(0, 0, self.picture))


def read(directory, picture):
    with RawPeer(Shown(picture)) as peer:
        return run(directory, "text", peer.url)


@pytest.mark.parametrize("name", FONTS)
def test_the_console_font_is_read_exactly(directory, name):
    dice = random.Random(name)
    font = ConsoleFont(name)
    lines = ["".join(dice.choices(PRINTABLE, k=40)) for _ in range(12)]
    shown = font.draw(lines, (0xaa, 0xaa, 0xaa), (0, 0, 0))
    assert read(directory, shown) == "\n".join(line.rstrip() for line in lines) + "\n"


def test_there_are_fonts_to_read():
    assert len(FONTS) >= 25


def test_text_that_is_not_at_the_corner_is_found(directory):
    shown = ConsoleFont("Lat15-VGA16").draw(["GNU GRUB  version 2.06-13"], (255, 255, 255), (0, 0, 0))
    framed = Picture(shown.width + 40, shown.height + 40, bytes(3 * (shown.width + 40) * (shown.height + 40)))
    image = framed.image()
    image.paste(shown.image(), (13, 9))
    lines = read(directory, Picture(framed.width, framed.height, image.tobytes())).split("\n")
    assert [line.strip() for line in lines if line.strip()] == ["GNU GRUB  version 2.06-13"]


def test_a_black_screen_has_no_letters(directory):
    assert read(directory, Picture(640, 400, bytes(3 * 640 * 400))) == ""


def test_a_picture_is_no_text(directory):
    dice = random.Random(1)
    with RawPeer(Shown(Picture(640, 400, dice.randbytes(3 * 640 * 400)))) as peer:
        refused(directory, NO_TEXT, "text", peer.url, words="no text")


def test_the_guests_picture_is_no_text(directory, qemu):
    refused(directory, NO_TEXT, "text", f"vnc://127.0.0.1:{qemu.port}", words="no text")
