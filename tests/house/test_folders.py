# SPDX-License-Identifier: GPL-2.0-or-later
"""Which library lives in which folder, and which folder may know which: the map in docs/architecture.md."""
import re

import pytest

import imports
import tree

# Third-party headers, and the files of src that may include them. A new library gets a line here
# and one in that table, or it does not come in.
HOMES = {
    "curl/": r"src/ecs/http(_sessions)?\.cpp",
    "libwebsockets": r"src/link/tunnel/(pump|loop|pulse|opening|link|connect_ending)\.(cpp|h)",
    "mbedtls/": r"src/(ecs/sign\w*|base/\w+)\.(cpp|h)",
    "psa/": r"src/(ecs/sign\w*|base/\w+)\.(cpp|h)",
    "rfb/": r"src/rfb/decoder/\w+\.(cpp|h)",
    "zlib.h": r"src/(rfb/decoder/\w+|rfb/client_clipboard|screen/png|screen/png_reader|text/font|record/tight|video/zmbv|ui/words/glyphs)\.cpp",
    "igzip_lib.h": r"src/rfb/decoder/inflate\.cpp",
    "jpeglib.h": r"src/rfb/decoder/\w+\.cpp",
    "xcb/": r"src/ui/(picture/x11_picture|x11_clipboard)\.cpp",
    "SDL": r"src/ui/((input|picture|menu|board)/)?\w+\.(cpp|h)",
    "libintl.h": r"src/base/language\.cpp",
    "locale.h": r"src/base/language\.cpp",
    "toml++/": r"src/options/config_file\.cpp",
    "nlohmann/": r"src/(ecs/(tree|listing)|doctor/report)\.cpp",
    "pugixml": r"src/ecs/\w+\.cpp",
}
# The path's order: a folder may include what stands behind it, and itself. A room is a folder within
# a folder; its rules are below.
MAY_USE = {
    "base": set(),
    "screen": {"base"},
    "rfb": {"base", "screen"},
    "ecs": {"base"},
    "link": {"base", "screen", "rfb"},
    "metrics": {"base", "screen"},
    "text": {"base", "screen"},
    "states": {"base", "screen", "text"},
    "typing": {"base", "screen", "rfb"},
    "ui": {"base", "screen", "rfb", "text", "states", "typing"},
    "options": {"base", "screen", "ecs", "states", "typing", "ui"},
    "record": {"base", "screen", "rfb"},
    "replay": {"base", "screen", "rfb", "record", "link"},
    "video": {"base", "screen"},
    "script": {"base", "screen", "rfb", "text", "ui", "options"},
    "doctor": {"base", "screen", "rfb", "ecs", "link"},
}
# The standard library has no dot and no slash; these are the C library's and the kernel's.
SYSTEM = re.compile(r"[a-z_]+|(sys|linux|arpa|net|netinet)/\w+\.h|(signal|stdlib|stdio|stdarg|"
                    r"stddef|stdint|string|errno|fcntl|poll|sched|time|unistd|netdb|dirent|"
                    r"pthread|limits|malloc|elf|link|grp|pwd|spawn|termios|dlfcn)\.h")
# The rooms of the window: below them all lies the picture. What stands above the rooms, in ui itself,
# may use each; no room may use that.
ROOMS = {
    "ui/picture": set(),
    "ui/input": {"ui/picture"},
    "ui/words": {"ui/picture", "ui/input"},
    "ui/menu": {"ui/picture", "ui/input", "ui/words"},
    "ui/board": {"ui/picture", "ui/input", "ui/words"},
    "ui/picker": {"ui/picture", "ui/input", "ui/words", "ui/menu"},
    "ui/wall": {"ui/picture", "ui/input", "ui/words"},
}
CODE = tree.under("src", ".cpp", ".h")


def strangers(name, text):
    """The includes of a file that it may not have."""
    found = []
    for bracket, header in imports.INCLUDE.findall(text):
        if bracket == '"':
            folder = header.partition("/")[0]
            own = name.split("/")[1]
            room, other = imports.folder_of(name[len("src/"):]), imports.folder_of(header)
            if own in MAY_USE and folder not in MAY_USE[own] | {own}:
                found.append(header)
            elif room in ROOMS and folder == own and other not in ROOMS[room] | {room}:
                found.append(header)
        elif not SYSTEM.fullmatch(header):
            home = next((home for start, home in HOMES.items() if header.startswith(start)), None)
            if home is None or not re.fullmatch(home, name):
                found.append(header)
    return found


def test_there_is_something_to_check():
    assert len(CODE) > 50


@pytest.mark.parametrize("name", CODE)
def test_includes_only_what_may_live_here(name):
    assert strangers(name, tree.read(name)) == []


@pytest.mark.parametrize("name, line", [
    ("src/ui/window.cpp", "#include <curl/curl.h>"),
    ("src/ecs/http.h", "#include <curl/curl.h>"),
    ("src/link/tunnel/dial.cpp", "#include <openssl/ssl.h>"),
    ("src/link/attempt.cpp", "# include <rfb/rfbclient.h>"),
    ("src/base/log.cpp", '#include "ecs/api.h"'),
    ("src/ui/window.cpp", '#include "link/connection.h"'),
    ("src/ui/picture/presenter.h", '#include "ui/words/overlay.h"'),
    ("src/ui/input/input.h", '#include "ui/sdl_video.h"'),
    ("src/ui/words/glyphs.cpp", "#include <SDL.h>"),
])
def test_the_rule_sees_a_stranger(name, line):
    assert strangers(name, "int a;\n" + line + "\n")


def test_every_folder_has_its_place():
    folders = {name.split("/")[1] for name in CODE if name.count("/") > 1}
    assert folders == set(MAY_USE)
    rooms = {imports.folder_of(name[len("src/"):]) for name in CODE if name.startswith("src/ui/")}
    assert rooms == set(ROOMS) | {"ui"}


def test_no_folder_is_reached_from_itself():
    edges = imports.arrows({name[len("src/"):]: tree.read(name) for name in CODE})
    assert len(edges) > 20
    assert {edge: edges[edge] for edge in imports.circles(edges)} == {}


@pytest.mark.parametrize("files, found", [
    ({"a/x.h": '#include "b/y.h"', "b/y.h": '#include "base/z.h"'}, set()),
    ({"a/x.h": '#include "b/y.h"', "b/y.h": '#include "a/w.h"'}, {("a", "b"), ("b", "a")}),
    ({"a/x.h": '#include "a/in/y.h"', "a/in/y.h": '#include "a/w.h"'}, {("a", "a/in"), ("a/in", "a")}),
    ({"x.cpp": '#include "a/y.h"', "a/y.h": '#include "b/y.h"', "b/y.h": '#include "c/y.h"',
      "c/y.h": '#include "a/w.h"'}, {("a", "b"), ("b", "c"), ("c", "a")}),
])
def test_a_circle_is_seen(files, found):
    assert imports.circles(imports.arrows(files)) == found


def test_the_stand_in_cloud_shares_nothing_with_the_viewer():
    for name in tree.under("tests/sim", ""):
        assert not re.search(r"\bsrc\b", tree.read(name)), name
    for name in CODE:
        assert not re.search(r"ecs[-_]sim", tree.read(name)), name


def test_the_map_names_every_library():
    for library in ("libcurl", "libwebsockets", "mbedTLS", "libvncclient", "zlib", "ISA-L",
                    "libjpeg-turbo", "SDL2", r"toml\+\+", "nlohmann/json", "pugixml"):
        assert re.search(rf"^\| {library} \|", tree.read("docs/architecture.md"), re.M), library
