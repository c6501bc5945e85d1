# SPDX-License-Identifier: GPL-2.0-or-later
"""The linked program, as readelf and its own loader see it."""
import re
import subprocess

import pytest

import tree

MAY_NEED = {"libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libc.so.6",
            "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "ld-linux-armhf.so.3"}
STATIC_ONLY = re.compile(r"lib(ssl|crypto|gnutls|nss3|mbed|curl|websockets|vnc|jpeg)")
pytestmark = pytest.mark.skipif(not tree.PROGRAM.exists(), reason="ecsview is not built")


def output(*command):
    return subprocess.run([*command, tree.PROGRAM], stdout=subprocess.PIPE, timeout=30, text=True,
                          check=True).stdout


@pytest.fixture(scope="module")
def dynamic():
    return output("readelf", "-W", "-d")


@pytest.fixture(scope="module")
def segments():
    return output("readelf", "-W", "-h", "-l")


def test_needs_the_c_and_cxx_libraries_only(dynamic):
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic))
    assert needed - MAY_NEED == set() and "libstdc++.so.6" in needed


def test_no_other_tls_library_comes_along():
    # What ldd does, but also for another machine's loader.
    run = [*tree.RUN, "-E"] if tree.RUN else ["env"]
    told = output(*run, "LD_TRACE_LOADED_OBJECTS=1")
    loaded = re.findall(r"^\s*(\S+) =>", told, re.M)
    assert loaded and [name for name in loaded if STATIC_ONLY.match(name)] == []


def test_the_environment_cannot_name_another_sdl():
    assert b"SDL_VIDEODRIVER" in tree.PROGRAM.read_bytes()
    assert b"SDL_DYNAMIC_API" not in tree.PROGRAM.read_bytes()


def test_is_position_independent(dynamic, segments):
    assert re.search(r"Type:\s+DYN", segments) and re.search(r"FLAGS_1.*\bPIE\b", dynamic)


def test_relocations_are_read_only_once_it_runs(dynamic, segments):
    assert "GNU_RELRO" in segments and re.search(r"\(FLAGS(_1)?\).*\b(BIND_)?NOW\b", dynamic)


def test_code_is_never_written_to(dynamic):
    assert "TEXTREL" not in dynamic


def test_stack_is_not_executable(segments):
    assert re.search(r"GNU_STACK\s+\S+ \S+ \S+ \S+ \S+ (RW )", segments)


def test_no_segment_is_writable_and_executable(segments):
    assert "RWE" not in segments


def test_looks_for_libraries_in_the_system_only(dynamic):
    assert not re.search(r"RPATH|RUNPATH", dynamic)


def test_stack_and_buffers_are_guarded():
    symbols = output("readelf", "-W", "--dyn-syms")
    assert "__stack_chk_fail" in symbols and re.search(r"__mem\w+_chk|__s?n?printf_chk", symbols)


def test_the_page_says_what_it_has(dynamic, segments):
    """The table of docs/security.md."""
    symbols = output("readelf", "-W", "--dyn-syms")
    notes = output("readelf", "-W", "-n")
    found = {
        "PIE": "DYN" in segments and bool(re.search(r"FLAGS_1.*\bPIE\b", dynamic)),
        "RELRO": "GNU_RELRO" in segments and bool(re.search(r"\bNOW\b", dynamic)),
        "NX": "RWE" not in segments and bool(re.search(r"GNU_STACK\s+(\S+ ){5}RW ", segments)),
        "stack-protector": "__stack_chk_fail" in symbols,
        "FORTIFY": bool(re.search(r"__mem\w+_chk", symbols)),
        "RPATH": not re.search(r"RPATH|RUNPATH", dynamic),
        "CET": bool(re.search(r"\b(IBT|SHSTK|BTI)\b", notes)),
    }
    page = tree.read("docs/security.md").partition("## What the program has been built with")[2]
    rows = re.findall(r"^\| (.*) \| (yes|no)\b.*\|$", page.partition("\n## ")[0], re.M)
    assert len(rows) == len(found)
    for word, has in found.items():
        told, = [answer for what, answer in rows if word in what]
        assert told == ("yes" if has else "no"), word
    for flags in tree.read("Makefile"), tree.read("third_party/toolchain.sh"):
        for flag in ("_FORTIFY_SOURCE=3", "-ftrivial-auto-var-init=zero", "-fcf-protection=full"):
            assert flag in flags
