# SPDX-License-Identifier: GPL-2.0-or-later
"""Each example in README.md, docs/ and the man page does what its page claims.

The lines run as they stand, by sh, where the stand-in cloud is: the person's configuration leads to
it, ~/.aliyun/config.json holds the keys as `aliyun configure` leaves them, and there is an `ecsview`
in the path. What cannot be run here is in examples.NOT_RUN, with the reason; nothing else is left out.
"""

import contextlib
import json
import os
import re
import shlex
import signal
import subprocess

import pytest

from lib import examples, menu, picture, recording, text_mode, typed, unifont
from lib.desk import NAME, README_INSTANCE, Desk
from lib.display import Xvfb
from lib.endings import NO_DISPLAY
from lib.process import wait_until
from lib.proxies import Microsocks
from lib.qemu import Qemu
from lib.sim import INSTANCE
from lib.video import Video
from lib.viewer import Viewer

KEY_A, KEY_T, ENTER, ESCAPE = 30, 20, 28, 1
LINES = [line.partition("  #")[0].rstrip() for _, line in examples.command_lines()]
ECSVIEW = [line for line in LINES if re.search(r"(^|\| )ecsview( |$)", line)]
MAKE = [line for line in LINES if re.fullmatch(r"make\b[\w =-]*", line)]  # by make -n: no recipe


def test_each_example_is_run_or_said_not_to_be():
    assert [line for line in LINES if line not in [*ECSVIEW, *MAKE, *examples.NOT_RUN]] == []
    assert [line for line in examples.NOT_RUN if line not in LINES] == [], "no page has it any more"
    assert len(ECSVIEW) > 10 and {*WINDOWS, *OTHERS, *TYPED} <= set(ECSVIEW)


@pytest.mark.parametrize("line", dict.fromkeys(MAKE))
def test_make_knows_the_target(line):
    """Without make's own variables: `make check` has an outer make."""
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run([*shlex.split(line), "-n"], cwd=examples.ROOT, env=env, text=True,
                          timeout=120, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page, text", examples.configurations(), ids=lambda value: value[:24])
def test_a_configuration_holds_what_it_says(page, text, directory):
    file = directory / "example.toml"
    file.write_text(text)
    targets = re.findall(r'^\[console\."(.*)"\]', text, re.M)
    assert targets, page
    for target in ["vnc://other", *targets]:
        part = text.partition(f'[console."{target}"]\n')[2] if target in targets else \
            text.partition("\n[")[0]
        with Viewer(directory, "config", "--config", file, target) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
            told = dict(re.findall(r'^([a-z-]+) = "?([^"\n]*?)"?  # .*example.toml:\d+$',
                                   viewer.stdout(), re.M))
        said = dict(re.findall(r'^([a-z-]+) = "?([^"\n]*?)"?$', part.partition("\n[")[0], re.M))
        assert said
        for key, value in said.items():
            assert told[key] == (f"{directory}/{value}" if key == "password-file" else value)


def test_the_policy_allows_what_the_program_asks():
    (_, text), = examples.policies()
    statement, = json.loads(text)["Statement"]
    asked = re.findall(r'"(Describe\w+)"', (examples.ROOT / "src/ecs/request.cpp").read_text())
    assert statement["Effect"] == "Allow"
    assert set(statement["Action"]) == {f"ecs:{action}" for action in asked}


@pytest.mark.parametrize("chords", dict.fromkeys(list_ for _, list_ in examples.hotkeys()))
def test_hotkeys_in_a_sentence_are_understood(chords, directory):
    with Viewer(directory, "config", "--hotkeys", chords) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
        assert f'hotkeys = "{chords}"' in viewer.stdout()


# The command lines.

def output(desk, line):
    with desk.run(line) as viewer:
        assert viewer.wait_exit() == 0, viewer.stderr()
        return viewer.stdout()


def window_of(viewer, display):
    """(its X id, the process that has it), or None: the shell may have replaced itself or not."""
    if not viewer.running():
        raise RuntimeError(viewer.stderr())
    return next(((found[0], pid) for pid in [viewer.pid, *viewer.children()]
                 for found in [display.windows(pid=pid)] if found), None)


@contextlib.contextmanager
def window(desk, line, display):
    """The line's viewer and its window; afterwards SIGTERM ends it with 0."""
    with desk.run(line, display) as viewer:
        shown, pid = wait_until(lambda: window_of(viewer, display), 20, "window")
        viewer.shot = lambda: display.window_shot(shown)
        yield viewer, shown
        os.kill(pid, signal.SIGTERM)
        assert viewer.wait_exit() == 0, viewer.stderr()


def plain(desk, line, display):
    instance = README_INSTANCE if INSTANCE not in line and "get-vnc-url" not in line else INSTANCE
    with window(desk, line, display) as (viewer, _):
        viewer.wait_picture(lambda: desk.screen(instance))


def full_screen_and_nothing_sent(desk, line, display):
    with window(desk, line, display) as (viewer, shown):
        desk.sim.wait_log(event="message", kind="client_init")
        wait_until(lambda: display.geometry(shown) == (0, 0, 1600, 1000), 20, "full screen")
        display.focus(shown)
        display.key(KEY_A)
        menu.open_by_chord(display, viewer)  # it comes behind the key
    assert not desk.sim.log(event="message", kind="key", down=True)


def full_screen_kiosk(desk, line, display):
    with window(desk, line, display) as (_, shown):
        desk.sim.wait_log(event="message", kind="client_init")
        wait_until(lambda: display.geometry(shown) == (0, 0, 1600, 1000), 20, "full screen")


def by_the_proxy(desk, line, display):
    with Microsocks(desk.directory) as proxy:
        desk.proxy_port = proxy.port
        plain(desk, line, display)
        for url in (desk.sim.api, desk.sim.wss):
            assert f"connected to 127.0.0.1:{url.rpartition(':')[2]}" in proxy.stderr()


def while_another_has_it(desk, line, display):
    with desk.run(f"ecsview {README_INSTANCE}", display):
        desk.sim.wait_log(event="message", kind="client_init")
        plain(desk, line, display)


def picture_in_a_file(desk, line):
    output(desk, line)
    instance = README_INSTANCE if f"{README_INSTANCE} " in line else INSTANCE
    assert picture.load(desk.there("now.png")) == desk.screen(instance)


def instances(desk, line):
    told = output(desk, line)
    for words in (README_INSTANCE, "Running", "linux", NAME):
        assert words in told


def all_but_the_display(desk, line):
    with desk.run(line) as viewer:
        assert viewer.wait_exit() == NO_DISPLAY, viewer.stderr()
        failing = [told.split()[1] for told in viewer.stdout().split("\n") if told.startswith("fail")]
    assert failing == ["display"] and ("picture" in viewer.stdout()) == (README_INSTANCE in line)


def link(desk, line):
    assert re.fullmatch(r"https://\S+\?vncUrl=\S+\n", output(desk, line))


def typed_at(guest, desk, line, text):
    assert output(desk, line) == ""
    wait_until(lambda: typed.read(guest.serial.since(0, "key")) == (text, set()), 20, "text")


def chosen(desk, line, display):
    """Somebody types it on a terminal, and Enter: the first by name."""
    with window(desk, f"exec script -qec {shlex.quote(line)} /dev/null", display) as (viewer, shown):
        wait_until(lambda: menu.SELECTION * 16 in viewer.shot().rgb, 20, "instances")
        display.focus(shown)
        display.key(ENTER)
        desk.sim.wait_log(event="message", kind="client_init")
        console, _ = wait_until(lambda: window_of(viewer, display), 20, "console")
        viewer.shot = lambda: display.window_shot(console)
        viewer.wait_picture(lambda: desk.screen(INSTANCE))


def wall(desk, line, display):
    desk.there("web.txt").write_text(f"{README_INSTANCE}\n{INSTANCE}\n")
    with window(desk, line, display) as (viewer, shown):
        assert display.title(shown) == "2 consoles - ecsview"
        desk.sim.wait_log(count=2, event="message", kind="client_init")
        for instance in (README_INSTANCE, INSTANCE):
            desk.screen(instance)  # somebody looks at it


RECORDED = "ecsview --record web.fbs i-bp1hzoinajzkh91h"
REPLAYED = "ecsview replay web.fbs"


def recorded(desk, line, display):
    plain(desk, line, display)
    assert recording.last_picture(desk.there("web.fbs")) == desk.screen(README_INSTANCE)


def replayed(desk, line, display):
    plain(desk, RECORDED, display)
    with window(desk, line, display) as (viewer, shown):
        display.focus(shown)
        display.key(KEY_T)  # without the line below
        viewer.wait_picture(recording.last_picture(desk.there("web.fbs")))


def exported(desk, line, display):
    plain(desk, RECORDED, display)
    assert output(desk, line) == ""
    *_, (_, last) = Video(desk.there("web.mkv")).pictures()
    assert last == recording.last_picture(desk.there("web.fbs"))


def stepped(desk, line, display):
    """Shown with what comes first; Escape stops there."""
    with desk.run(line, display) as viewer:
        shown, _ = wait_until(lambda: window_of(viewer, display), 20, "window")
        wait_until(lambda: unifont.find(display.window_shot(shown), "Line 2: wait"), 20, "first command")
        display.focus(shown)
        display.key(ESCAPE)
        assert viewer.wait_exit() == 0, viewer.stderr()


WINDOWS = {
    f"ecsview {README_INSTANCE} {INSTANCE}": wall,
    "ecsview --wall web.txt": wall,
    f"ecsview --kiosk --turn 30s {README_INSTANCE} {INSTANCE}": full_screen_kiosk,
    RECORDED: recorded,
    REPLAYED: replayed,
    "ecsview export web.fbs web.mkv": exported,
    "ecsview run --step i-bp1hzoinajzkh91h nginx.ecs": stepped,
    "ecsview": chosen,
    "ecsview i-bp1hzoinajzkh91h": plain,
    "ecsview i-bp1hzoinajzkh91h0001": plain,
    "get-vnc-url | ecsview -": plain,
    "ecsview web-server-01 --region cn-hangzhou": plain,
    "ecsview vnc://127.0.0.1:5901": plain,
    "ecsview --fullscreen --view-only i-bp1hzoinajzkh91h": full_screen_and_nothing_sent,
    "ecsview --proxy socks5h://127.0.0.1:1080 i-bp1hzoinajzkh91h": by_the_proxy,
    "ecsview --take-over i-bp1hzoinajzkh91h": while_another_has_it,
    "ecsview --quality lossless i-bp1hzoinajzkh91h": plain,
    "ecsview --kiosk --on-state 'panic:mail -s \"$ECSVIEW_CONSOLE: $ECSVIEW_STATE\" ops@example.com' "
    "i-bp1hzoinajzkh91h": full_screen_kiosk,
}
OTHERS = {
    "ecsview shot i-bp1hzoinajzkh91h now.png": picture_in_a_file,
    "ecsview shot --region cn-hangzhou --password-file pw i-bp1hzoinajzkh91h0001 now.png":
        picture_in_a_file,
    "ecsview list --region cn-hangzhou": instances,
    "ecsview doctor": all_but_the_display,
    "ecsview doctor i-bp1hzoinajzkh91h": all_but_the_display,
    "ecsview url i-bp1hzoinajzkh91h --page": link,
}


# What the keys mean to a guest with an American keyboard.
TYPED = {
    "echo 'ip address' | ecsview type i-bp1hzoinajzkh91h": "ip address\n",
    "ecsview type --file setup.sh i-bp1hzoinajzkh91h": "echo z\n",
    "ecsview type --guest-layout de --file setup.sh i-bp1hzoinajzkh91h": "echo y\n",
}


@pytest.mark.parametrize("line", TYPED)
def test_the_example_types_what_its_page_says(line, directory, qemu):
    qemu.terminal()
    with Desk(directory, backend=qemu.port) as desk:
        typed_at(qemu, desk, line, TYPED[line])


# What a console says that shows a login.
READ = ["ecsview text i-bp1hzoinajzkh91h",
        "ecsview text --wait login: --timeout 5m i-bp1hzoinajzkh91h"]


@pytest.mark.parametrize("line", READ)
def test_the_example_reads_what_is_on_the_screen(line, directory):
    page = text_mode.plain_page("Debian GNU/Linux 12 web-01 tty1", "", "web-01 login: ")
    with Qemu(text_mode.image(directory / "pages.img", [page]), directory) as machine:
        text_mode.show_next(machine)
        with Desk(directory, backend=machine.port) as desk:
            assert output(desk, line) == "Debian GNU/Linux 12 web-01 tty1\n\nweb-01 login:\n"


def somebody_types(machine, *chords):
    for chord in chords:
        keys = chord.split("-")
        machine.send_keys(*((key, True) for key in keys), *((key, False) for key in reversed(keys)))


SCRIPT = "ecsview run i-bp1hzoinajzkh91h nginx.ecs"


def test_the_example_of_a_script_does_what_it_says(directory, qemu):
    """At a guest that echoes; somebody at its own keyboard plays the login and the shell's prompt."""
    def keys():
        return typed.read(qemu.serial.since(0, "key"))[0]
    qemu.terminal()
    with Desk(directory, backend=qemu.port) as desk, desk.run(SCRIPT) as viewer:
        somebody_types(qemu, *"login", "shift-semicolon")
        wait_until(lambda: keys() == "login:root\n", 30, "name")
        somebody_types(qemu, *"root", "shift-2")
        assert viewer.wait_exit(60) == 0, viewer.stderr()
        assert viewer.stdout() == "nginx is back\n" and viewer.stderr() == ""
        assert keys() == "login:root\nroot@systemctl restart nginx; systemctl is-active nginx\n"
        assert picture.load(desk.there("after.png")) == qemu.screendump()


@pytest.mark.parametrize("line", [line for line in dict.fromkeys(ECSVIEW)
                                  if line not in [*TYPED, *READ, SCRIPT]])
def test_the_example_does_what_its_page_says(line, directory):
    cloud = []
    if "--password-file" in line:
        password = directory / "password"
        password.write_text("12345678\n")
        cloud = ["--vnc-password-file", password]
    if "--take-over" in line:
        cloud = ["--exclusive"]
    with Desk(directory, *cloud) as desk:
        if line in OTHERS:
            return OTHERS[line](desk, line)
        with Xvfb(directory) as display:
            WINDOWS[line](desk, line, display)
