# SPDX-License-Identifier: GPL-2.0-or-later
"""Every sentence that a person can see is translated, and each translation fits what it translates."""
import importlib.machinery
import importlib.util
import re
import subprocess
import tempfile
import unicodedata
from functools import lru_cache
from pathlib import Path

import pytest

import tree

LANGUAGES = tree.under("assets/languages", ".po")
PLACEHOLDER = re.compile(r"\{\w+\}")
# What a program says to programs, to its log or to its authors, and what a guest's screen says.
FOR_NO_PERSON = re.compile(r"^(log::\w+|debug|info|warning|error|std::logic_error|std::runtime_error|assert|"
                           r"static_assert|patterns?)$")
SAID_ELSEWHERE: dict[str, str] = {
    "src/states/classify.cpp": "what guests' screens say",
    "src/metrics/report.cpp": "what a metric is, for the one who reads the metrics",
    "src/link/ladder.cpp": "what is offered otherwise, for the log",
    "src/link/tunnel/loop.cpp": "why there is no loop any more, for the log",
    "src/rfb/offer.h": "names of encodings",
    "src/ui/picture/x11_picture.cpp": "why the memory is not shown, for the log",
}
SENTENCE = re.compile(r"[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,}")
LITERAL = r'(?:u8)?"(?:[^"\\\n]|\\.)*"'
TOKEN = re.compile(rf'//[^\n]*|#error[^\n]*|R"(?P<mark>\w*)\((?P<raw>(?:.|\n)*?)\)(?P=mark)"|{LITERAL}(?:\s*{LITERAL})*'
                   r"|\b\d[\d']*|'(?:[^'\\\n]|\\.)+'|[(){}]")
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$|^"(.*)"$')


def unquoted(text):
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)


def messages(path):
    """{(msgid, plural): [translations]} of a file that gettext reads, without its head; fuzzy ones have none."""
    entries, entry, last, fuzzy = {}, {}, None, False
    for line in [*Path(path).read_text(encoding="utf-8").split("\n"), ""]:
        if not line:
            if entry.get("msgid"):
                told = [text for key, text in entry.items() if key.startswith("msgstr")]
                entries[entry["msgid"], entry.get("msgid_plural")] = [] if fuzzy else told
            entry, last, fuzzy = {}, None, False
        elif line.startswith("#,"):
            fuzzy = "fuzzy" in line
        elif found := ENTRY.match(line):
            last = found[1] or last
            entry[last] = entry.get(last, "") + unquoted(found[2] if found[1] else found[3])
    return entries


@lru_cache(None)
def said():
    """What `extract` finds in src."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([tree.ROOT / "assets" / "languages" / "extract", f"{place}/said.pot"], check=True, timeout=60)
        return messages(f"{place}/said.pot")


@lru_cache(None)
def glyphs():
    loader = importlib.machinery.SourceFileLoader("cut", str(tree.ROOT / "assets" / "glyphs" / "cut"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("cut", loader))
    loader.exec_module(module)
    return module.wanted()


def test_there_is_a_language():
    assert "assets/languages/zh_CN.po" in LANGUAGES and len(said()) > 500


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_is_translated_and_nothing_else(language):
    done = messages(tree.ROOT / language)
    assert [key for key in said() if not all(done.get(key, [""])) or not done[key]] == [], "`make languages`"
    assert set(done) - set(said()) == set(), "is said no more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_sentence(language):
    for (one, more), translations in messages(tree.ROOT / language).items():
        for text in translations:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(more or one)), one
            assert text.count("\n") == one.count("\n") and "  " not in text.strip() or "  " in one, one


def test_chinese_is_made_of_letters_that_the_program_has():
    for translations in messages(tree.ROOT / "assets/languages/zh_CN.po").values():
        for text in translations:
            assert [letter for letter in text if letter != "\n" and ord(letter) not in glyphs()] == [], text


def cells(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_of_the_menu_fits_into_its_column(language):
    """Of 320 pixels, less the place of the mark, the margins and the longest key: at 800x480 there are two."""
    done = messages(tree.ROOT / language)
    labels = re.findall(rf"tr_later\(({LITERAL})\)", tree.read("src/ui/input/command_table.cpp"))
    assert len(labels) > 20
    for label in labels:
        for text in done[unquoted(label[1:-1]), None]:
            assert cells(text) <= (320 - 28 - 24) // 8 - len("Esc"), text


def test_the_doctor_finds_what_to_do_in_chinese_too():
    """It tells what happened and what to do apart, where the sentence has its semicolon."""
    for (one, _), translations in messages(tree.ROOT / "assets/languages/zh_CN.po").items():
        if "; " in one and "(2)" not in one:
            assert [text for text in translations if text.count("；") != one.count("; ")] == [], one


def sentences(name):
    """(line, call, text) of each literal that looks like a sentence; call: the name before the parenthesis."""
    text, calls = tree.read(name), []
    for found in TOKEN.finditer(text):
        token = found[0]
        if token in "({":
            before = re.search(r"([\w:.]+)\s*$", text[:found.start()])
            calls.append(before[1] if before and token == "(" else "")
        elif token in ")}":
            del calls[-1:]
        elif token[0] in 'u"R':
            parts = re.findall(r'"((?:[^"\\\n]|\\.)*)"', token)
            whole = found["raw"] or "".join(unquoted(part) for part in parts)
            if SENTENCE.search(whole):
                yield text.count("\n", 0, found.start()) + 1, [call for call in calls if call], whole


@pytest.mark.parametrize("name", [name for name in tree.under("src", ".cpp", ".h") if name not in SAID_ELSEWHERE])
def test_each_sentence_goes_through_gettext(name):
    known = {text for key in said() for text in key if text}
    lost = [f"{line}: {text}" for line, calls, text in sentences(name) if text not in known
            and not any(FOR_NO_PERSON.match(call) for call in calls)]
    assert lost == []


def test_a_sentence_that_nobody_translates_is_found():
    """The test above, tried on a literal of its own."""
    assert SENTENCE.search("The file is gone") and FOR_NO_PERSON.match("log::warning")
    assert not SENTENCE.search("Ctrl+Alt+Del") and not FOR_NO_PERSON.match("tr")
