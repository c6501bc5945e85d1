# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/kiosk.md names each metric and each event of the log as the program does: fleets rely on them. So
does the page of ecsview-kiosk with its words."""
import re

import tree

FAMILY = re.compile(r'out\.family\("(\w+)", Kind::(\w+),\s*"([^"]*)"\);')
# A call of the log at a level that is told by default, or told to who takes JSON whatever the level.
CALL = re.compile(r"log::(?:error|warning|write|event)\((.*?)\);", re.S)
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def page():
    return tree.read("docs/kiosk.md").partition("\n## A fleet\n")[2].partition("\n## ")[0]


def rows(heading):
    table = page().partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" |")]
            for line in table.split("\n")[2:]]


def test_the_page_has_each_metric_as_the_program_has_it():
    told = [(name.strip("`"), kind, words) for name, kind, _, words in rows("name")]
    assert told == FAMILY.findall(tree.read("src/metrics/report.cpp"))
    assert len(told) == tree.read("src/metrics/report.cpp").count("out.family(")


def test_the_page_has_each_state():
    states = re.findall(r'\{"(\w+)", Phase::', tree.read("src/metrics/report.cpp")) + ["password"]
    sentence = re.search(r"^The state is one of (.*?)\.", page(), re.M | re.S)[1]
    assert sorted(re.findall(r"`(\w+)`", sentence)) == sorted(states) and len(states) == 7


def test_the_page_has_each_state_of_the_screen():
    told = [(name.strip("`"), words) for name, _, words in rows("state")]
    assert told == re.findall(r'\{ScreenState::\w+, "(\w+)", (?:tr_later\()?"([^"]*)"\)?\},',
                              tree.read("src/screen/screen_state.h"))
    states = [name for name, _ in told if name != "unknown"]
    assert len(states) == 9
    listed = ", ".join(states[:-1]) + " or " + states[-1]
    assert tree.read("src/options/table.toml").count(listed) == 2


def events_of_code():
    """{(component, text)}; a sentence that begins with a file's name has no text of its own here."""
    found = set()
    for name in tree.under("src", ".cpp"):
        for call in CALL.findall(tree.read(name)):
            said = re.sub(r'"\s*"', "", call.partition("{{")[0])
            component, *events = LITERAL.findall(said)
            found |= {(component, event) for event in events if event != " "}
    return found


def test_the_page_has_each_event_of_the_default_level():
    told = [(component, text) for component, text, _ in rows("component")]
    assert sorted(told) == sorted(events_of_code()) and len(told) > 20


def test_the_fields_of_an_outage_are_those_of_the_page():
    code = tree.read("src/link/outages.cpp")
    for _, text, besides in rows("component")[:4]:
        call = next(call for call in CALL.findall(code) if text in call)
        assert re.findall(r'\{"(\w+)", ', call) == re.findall(r"`(\w+)`", besides)


def test_the_page_of_ecsview_kiosk_has_its_words():
    script, man = tree.read("assets/ecsview-kiosk"), tree.read("assets/ecsview-kiosk.8")
    usage = re.search(r"<<'end'\n(.*?)\nend\n", script, re.S)[1]
    for told in (usage, man):
        words = re.sub(r"Fl Fl ", "--", told)
        assert set(re.findall(r"--[a-z-]+", words)) - {"--scale"} == \
            set(re.findall(r"(?:^|\| )\s*(--[a-z-]+)\)? ", script, re.M)) - {"--help"}
    for command in ("setup", "undo", "status"):
        assert f".Cm {command}\n" in man and f"ecsview-kiosk {command}" in usage
    places = set(re.findall(r"/(?:etc|var)/[a-z.-]+", script.replace("$root", "")))
    assert {place for place in places if place not in man} <= {"/etc/systemd"}
