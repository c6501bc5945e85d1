# SPDX-License-Identifier: GPL-2.0-or-later
"""What a person reads is in the language of LANG: on the terminal, and in the window, where Unifont says what
the letters look like."""

import json

import pytest

from lib import guest_picture, menu, rfb_server, unifont
from lib.consoles import shown
from lib.display import Xvfb
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

ENGLISH, CHINESE = "check the address", "请检查地址"
SIZE = (800, 600)
NOBODY = "vnc://127.0.0.1:1"
UNSET = {"LC_ALL": None, "LC_MESSAGES": None, "LANGUAGE": None}


def complaint(directory, env, *args):
    with Viewer(directory, *args, env={**UNSET, **env}) as viewer:
        assert viewer.wait_exit(20) != 0
        return viewer.stderr()


# Debian generates none of these by itself: the language must come from the name.
@pytest.mark.parametrize("env", [
    {"LANG": "zh_CN.UTF-8"}, {"LANG": "zh_CN"}, {"LANG": "zh_CN.GB18030"}, {"LANG": "C.UTF-8", "LC_ALL": "zh_CN.UTF-8"},
    {"LANG": "C", "LC_MESSAGES": "zh_CN.utf8"}, {"LANG": "C.UTF-8", "LANGUAGE": "zh_CN"},
    {"LANG": "xx_XX.UTF-8", "LANGUAGE": "zh_CN:en"}])
def test_says_it_in_chinese(directory, env):
    told = complaint(directory, env, "shot", NOBODY, directory / "a.png")
    assert CHINESE in told and ENGLISH not in told


@pytest.mark.parametrize("env", [
    {"LANG": "C"}, {"LANG": None}, {"LANG": "C.UTF-8"}, {"LANG": "en_US.UTF-8"}, {"LANG": "de_DE.UTF-8"},
    {"LANG": "../../zh_CN.UTF-8"}, {"LANG": "C", "LANGUAGE": "zh_CN"}, {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}])
def test_says_it_in_english_else(directory, env):
    told = complaint(directory, env, "shot", NOBODY, directory / "a.png")
    assert ENGLISH in told and CHINESE not in told


def test_usage_and_help_are_translated_and_options_are_not(directory):
    assert "--sclae" in complaint(directory, {"LANG": "zh_CN.UTF-8"}, "--sclae", "fit", NOBODY)
    with Viewer(directory, "--help", env={**UNSET, "LANG": "zh_CN.UTF-8"}) as viewer:
        assert viewer.wait_exit(20) == 0
        told = viewer.stdout()
    assert "用法" in told and "--region ID" in told and "Usage" not in told


def test_the_doctor_tells_fault_and_mend_apart_in_chinese(directory):
    """As in English: where the one ends the other begins."""
    found = []
    for language in ("C.UTF-8", "zh_CN.UTF-8"):
        with Viewer(directory, "doctor", "--json", NOBODY, env={**UNSET, "LANG": language}) as viewer:
            viewer.wait_exit(60)
            found.append(json.loads(viewer.stdout())["checks"])
    english, chinese = ({check["name"]: check for check in checks} for checks in found)
    assert english.keys() == chinese.keys()
    for name, check in english.items():
        assert chinese[name]["verdict"] == check["verdict"], name
        assert bool(chinese[name].get("mend")) == bool(check.get("mend")), name
    assert "请" in next(check["mend"] for check in chinese.values() if check["verdict"] == "fail")


def test_the_log_stays_english(directory):
    told = complaint(directory, {"LANG": "zh_CN.UTF-8"}, "shot", "--log-level", "debug", NOBODY, directory / "a.png")
    assert "an address does not answer address=127.0.0.1" in told and CHINESE in told


def test_the_system_s_own_words_have_their_letters(directory):
    """This process's letters are ASCII's, but what glibc says goes out as UTF-8."""
    told = complaint(directory, {"LANG": "zh_CN.UTF-8"}, "shot", "--password-file", directory, NOBODY, directory / "a.png")
    assert "?" not in told


def console(connection):
    connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 7)))


# A small panel and a large screen.
@pytest.mark.parametrize("size", [(800, 480), (1920, 1080)])
def test_the_menu_is_chinese_and_all_of_it_is_there(directory, size):
    with RawPeer(console) as server, Xvfb(directory, *size) as display, \
            shown(directory, display, "--fullscreen", server.url, env={**UNSET, "LANG": "zh_CN.UTF-8"}) as viewer:
        wait_until(lambda: len(set(viewer.shot().rgb)) > 9, 20, "picture")
        menu.open_by_chord(display, viewer)
        shot = viewer.shot()
        for label in ("已连接。", "立即重新连接", "发送 Ctrl+Alt+F1 … F12", "保存最近几分钟的录像", "关闭菜单"):
            assert unifont.find(shot, label), label
        # gettext's own head is the translation of nothing, and the title has no state here.
        assert "Content-Type" not in display.title(viewer.window())


def test_a_failure_s_card_is_chinese(directory):
    with Xvfb(directory, 800, 480) as display, \
            Viewer(directory, "--stay", NOBODY, display=display, env={**UNSET, "LANG": "zh_CN.UTF-8"}) as viewer:
        wait_until(lambda: unifont.find(viewer.shot(), "请检查地址"), 20, "the card")
        for button in ("重试", "复制", "关闭"):
            assert unifont.find(viewer.shot(), button), button
