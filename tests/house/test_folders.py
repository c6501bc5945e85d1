# SPDX-License-Identifier: GPL-2.0-or-later
"""Which library lives in which folder, and which folder may know which: the map in docs/architecture.md."""
import re

import pytest

import tree

# Third-party headers, and the files of src that may include them. A new library gets a line here
# and one in that table, or it does not come in.
HOMES = {
    "curl/": r"src/ecs/http\.cpp",
    "libwebsockets": r"src/link/(pump|loop|pulse|opening|link|connect_failure)\.(cpp|h)",
    "mbedtls/": r"src/(ecs/sign\w*|base/\w+)\.(cpp|h)",
    "psa/": r"src/(ecs/sign\w*|base/\w+)\.(cpp|h)",
    "rfb/": r"src/rfb/decoder/\w+\.(cpp|h)",
    "zlib.h": r"src/(rfb/decoder/\w+|screen/png)\.cpp",
    "jpeglib.h": r"src/rfb/decoder/\w+\.cpp",
    "SDL": r"src/ui/\w+\.(cpp|h)",
    "CLI/": r"src/options/\w+\.cpp",
    "toml++/": r"src/options/\w+\.cpp",
    "nlohmann/": r"src/ecs/(credentials/)?\w+\.cpp",
    "pugixml": r"src/ecs/\w+\.cpp",
}
# The path's order: a folder may include what stands behind it, and itself.
MAY_USE = {
    "base": set(),
    "screen": {"base"},
    "rfb": {"base", "screen"},
    "ecs": {"base"},
    "link": {"base", "screen", "rfb"},
    "ui": {"base", "screen", "rfb"},
    "options": {"base", "screen", "ecs", "ui"},
}
# The standard library has no dot and no slash; these are the C library's and the kernel's.
SYSTEM = re.compile(r"[a-z_]+|(sys|linux|arpa|net|netinet)/\w+\.h|(signal|stdlib|stdio|stdarg|"
                    r"stddef|stdint|string|errno|fcntl|poll|sched|time|unistd|netdb|dirent|"
                    r"pthread|limits|elf|link|grp|pwd|spawn|termios|dlfcn)\.h")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
CODE = tree.under("src", ".cpp", ".h")


def strangers(name, text):
    """The includes of a file that it may not have."""
    found = []
    for bracket, header in INCLUDE.findall(text):
        if bracket == '"':
            folder = header.partition("/")[0]
            own = name.split("/")[1]
            if own in MAY_USE and folder not in MAY_USE[own] | {own}:
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
    ("src/link/tunnel.cpp", "#include <openssl/ssl.h>"),
    ("src/link/attempt.cpp", "# include <rfb/rfbclient.h>"),
    ("src/base/log.cpp", '#include "ecs/api.h"'),
    ("src/ui/window.cpp", '#include "link/connection.h"'),
])
def test_the_rule_sees_a_stranger(name, line):
    assert strangers(name, "int a;\n" + line + "\n")


def test_every_folder_has_its_place():
    folders = {name.split("/")[1] for name in CODE if name.count("/") > 1}
    assert folders == set(MAY_USE)


def test_the_stand_in_cloud_shares_nothing_with_the_viewer():
    for name in tree.under("tests/sim", ""):
        assert not re.search(r"\bsrc\b", tree.read(name)), name
    for name in CODE:
        assert not re.search(r"ecs[-_]sim", tree.read(name)), name


def test_the_map_names_every_library():
    for library in ("libcurl", "libwebsockets", "mbedTLS", "libvncclient", "zlib", "libjpeg-turbo",
                    "SDL2", "CLI11", "nlohmann/json", "pugixml"):
        assert re.search(rf"^\| {library} \|", tree.read("docs/architecture.md"), re.M), library
