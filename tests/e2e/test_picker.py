# SPDX-License-Identifier: GPL-2.0-or-later
"""Without TARGET the account's instances are shown, and the one that is chosen is the console."""

import pytest

from lib import close_button, picker, selection
from lib.bare_client import ask
from lib.commands import asks, run
from lib.consoles import wait_shown
from lib.display import Xvfb
from lib.endings import API, CREDENTIALS, NETWORK, sentence
from lib.keys import Home
from lib.picker import MOVING, console_window, machines, opened, row_at, wait_card, wait_rows
from lib.process import wait_until
from lib.sim import KEY_ID, KEY_SECRET, EcsSim
from lib.touch_screen import TouchScreen
from lib.viewer import Viewer

SIZE = (800, 480)
ENTER, ESCAPE, TAB, F5, DOWN, END, KEY_R, KEY_C = 28, 1, 15, 63, 108, 107, 19, 46
THREE = machines("i-a:Running:cn-hangzhou:alpha", "i-b=windows:Running:cn-hangzhou:beta",
                 "i-c:Running:cn-hangzhou:gamma")
SPREAD = machines("i-a:Running:cn-hangzhou:alpha", "i-b:Running:eu-central-1:beta",
                  "i-c:Running:cn-beijing:gamma")


@pytest.fixture
def small(directory):
    """A display as small as a kiosk's, which the window fills; a console is scaled there."""
    with Xvfb(directory, *SIZE, extra=["-r"]) as display:
        yield display


def opened_instance(sim):
    return sim.wait_log(event="issue")[-1]["instance"]


def is_console(sim, viewer, instance):
    """The window shows that instance's console, and nothing was typed into it."""
    assert opened_instance(sim) == instance
    console_window(viewer)
    sim.wait_log(event="message", kind="client_init")
    wait_shown(sim, viewer)
    assert not sim.log(event="message", kind="key", down=True)


# Choosing.

def test_what_is_typed_filters_and_enter_opens_the_console(directory, still_keys):
    with EcsSim(directory, "--still", "--log-input", *THREE) as sim, \
            opened(directory, still_keys, sim, *sim.args()) as viewer:
        wait_rows(viewer, 3)
        still_keys.xdo("type", "BETA win")
        wait_rows(viewer, 1)
        still_keys.key(ENTER)
        is_console(sim, viewer, "i-b")
        # It is a session like any other, of which the name is asked for beside it.
        wait_until(lambda: "beta" in still_keys.title(viewer.window()), 20, "name in the title")
        sim.cut()
        sim.wait_log(count=2, event="message", kind="client_init")
        close_button.press(still_keys, viewer.window())
        assert viewer.wait_exit() == 0 and viewer.stderr().count("ecsview: ") == 0


def test_enter_that_is_held_is_not_the_consoles(directory, still_keys):
    with EcsSim(directory, "--still", "--log-input", *THREE) as sim, \
            opened(directory, still_keys, sim, *sim.args()) as viewer:
        wait_rows(viewer, 3)
        still_keys.key_down(ENTER)
        still_keys.key_down(DOWN)  # its effect is seen, so Enter has come, too
        wait_until(lambda: picker.selected(viewer)[1] > row_at(viewer, 1)[1] - 30, 20, "selection")
        assert sim.log(event="issue") == [] and viewer.running()
        still_keys.key_up(DOWN, ENTER)
        is_console(sim, viewer, "i-a")


def test_the_last_used_comes_first(directory, still_keys):
    shared = directory / "run"
    shared.mkdir(mode=0o700)
    with EcsSim(directory, "--still", *THREE) as sim:
        env = {**sim.env(), "XDG_RUNTIME_DIR": str(shared)}
        for number, target in enumerate(("gamma", "i-b")):  # by name or ID
            with Viewer(directory, *sim.args(), target, env=env, display=still_keys) as viewer:
                sim.wait_log(count=number + 1, event="message", kind="client_init")
                assert viewer.terminate() == 0
        # Not what no window has shown.
        run(directory, "shot", *sim.args(), "i-a", directory / "a.png", env=env)
        before = len(sim.log(event="issue"))
        with opened(directory, still_keys, sim, *sim.args(), env=env) as viewer:
            wait_rows(viewer, 3)
            still_keys.key(ENTER)
            assert sim.wait_log(count=before + 1, event="issue")[-1]["instance"] == "i-b"
        assert not any(b"i-b" in path.read_bytes() or "i-b" in path.name
                       for path in (shared / "ecsview").iterdir())


def test_the_mouse(directory, still_keys):
    many = machines(*(f"i-{n:03}:Running:cn-hangzhou:n{n:03}" for n in range(30)))
    with EcsSim(directory, "--still", "--log-input", *many) as sim, \
            opened(directory, still_keys, sim, *sim.args()) as viewer:
        wait_until(lambda: picker.rows(viewer) >= 8, 20, "rows")
        before = viewer.shot()
        still_keys.mouse_move(200, 200, viewer.window())
        still_keys.click(5)
        wait_until(lambda: viewer.shot() != before, 20, "scrolling")
        still_keys.mouse_move(*row_at(viewer, 2), viewer.window())
        still_keys.click()
        is_console(sim, viewer, "i-005")


def test_a_finger_moves_the_list_and_taps(directory):
    many = machines(*(f"i-{n:03}:Running:cn-hangzhou:n{n:03}" for n in range(30)))
    with TouchScreen(directory, 1280, 800) as touch, \
            EcsSim(directory, "--still", "--log-input", *many) as sim, \
            opened(directory, touch, sim, *sim.args()) as viewer:
        wait_until(lambda: picker.rows(viewer) >= 8, 20, "rows")
        left, top, *size = touch.geometry(viewer.window())
        assert tuple(size) == SIZE
        before = viewer.shot()
        begin = (left + 200, top + 400)
        touch.strokes((begin, (begin[0], begin[1] - 2 * picker.ROW)))
        wait_until(lambda: viewer.shot() != before, 20, "scrolling")
        assert sim.log(event="issue") == []
        x, y = row_at(viewer, 1)
        touch.tap(left + x, top + y)
        is_console(sim, viewer, "i-003")


def test_three_hundred_come_page_by_page(directory, small):
    many = machines(*(f"i-{n:03}:Running:cn-hangzhou:n{n:03}" for n in range(300)))
    with EcsSim(directory, "--still", *many) as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_until(lambda: picker.rows(viewer) >= 8, 20, "rows")
        assert len(asks(sim, "DescribeInstances")) == 3
        small.key(END)
        wait_until(lambda: picker.selected(viewer)[1] > 300, 20, "the last row")
        small.key(ENTER)
        assert opened_instance(sim) == "i-299"


def test_a_section_of_a_file_is_the_chosen_consoles(directory, xvfb):
    file = directory / "config.toml"
    file.write_text('[console."i-b"]\nfullscreen = true\n')
    with EcsSim(directory, "--still", *THREE) as sim, \
            opened(directory, xvfb, sim, *sim.args(), "--config", file) as viewer:
        wait_rows(viewer, 3)
        assert xvfb.geometry(viewer.window())[2:] == (960, 600)
        xvfb.key(DOWN)
        xvfb.key(ENTER)
        assert opened_instance(sim) == "i-b"
        window = console_window(viewer)
        wait_until(lambda: xvfb.geometry(window)[2:] == (1600, 1000), 20, "full screen")


def test_a_chosen_one_that_cannot_be_shown_ends_like_any_other(directory, small):
    with EcsSim(directory, "--still", *machines("i-a:Stopped:cn-hangzhou:alpha")) as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_rows(viewer, 1, picker.STOPPED)
        small.key(ENTER)
        console_window(viewer)
        wait_card(viewer)
        small.key(ESCAPE)
        assert viewer.wait_exit() == API
        assert "IncorrectInstanceStatus" in sentence(viewer)


HOSTILE = ["\x1b[31mred\x07", "\u202egnp.exe", "W" * 128, "\U0001f600" * 40, "مرحبا بالعالم",
           "a\u0301\u200d\ufe0f" * 30]


def test_hostile_names_break_nothing(directory, small):
    cloud = machines(*(f"i-{n}:Running:cn-hangzhou:{name}" for n, name in enumerate(HOSTILE)),
                     "i-w:Running:cn-hangzhou:web")
    with EcsSim(directory, "--still", *cloud) as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_rows(viewer, len(HOSTILE) + 1)
        small.xdo("type", "web")
        wait_rows(viewer, 1)
        small.key(ENTER)
        assert opened_instance(sim) == "i-w"


# What changes.

def test_a_state_that_changes_is_seen(directory, small):
    with EcsSim(directory, *THREE) as sim, opened(directory, small, sim, *sim.args()) as viewer:
        wait_rows(viewer, 3)
        small.key(DOWN)
        small.key(DOWN)
        ask(sim, "StopInstance", InstanceId="i-a")
        wait_rows(viewer, 2)  # by itself
        ask(sim, "StartInstance", InstanceId="i-a")
        small.key(F5)
        wait_rows(viewer, 3)
        small.key(ENTER)  # nothing has moved
        assert opened_instance(sim) == "i-c"


def test_an_instance_that_starts(directory, small):
    cloud = machines("i-a:Starting:cn-hangzhou:alpha")
    with EcsSim(directory, "--starts-after", "2s", *cloud) as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_until(lambda: picker.rows(viewer, MOVING) or picker.rows(viewer), 20, "row")
        wait_rows(viewer, 1)


# Regions.

def test_all_regions_where_none_is_known(directory, small):
    with EcsSim(directory, "--still", *SPREAD) as sim, \
            opened(directory, small, sim, *sim.anywhere(),
                   env={**sim.env(), "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}) as viewer:
        wait_rows(viewer, 3)
        assert len(asks(sim, "DescribeRegions")) == 1
        small.key(DOWN)
        small.key(ENTER)
        assert opened_instance(sim) == "i-b"
        # Nobody looks for its region again.
        assert asks(sim, "DescribeInstanceVncUrl")[0]["params"]["RegionId"] == "eu-central-1"
        assert len(asks(sim, "DescribeRegions")) == 1


def test_one_region_and_all_of_them_by_a_key(directory, small):
    with EcsSim(directory, "--still", *SPREAD) as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_rows(viewer, 1)
        assert asks(sim, "DescribeRegions") == []
        small.key(TAB)
        wait_rows(viewer, 3)
        small.key(TAB)
        wait_rows(viewer, 1)


def test_a_region_that_refuses_hides_no_other(directory, small):
    with EcsSim(directory, "--still", *SPREAD, "--fail",
                "DescribeInstances@cn-beijing/Throttling:1") as sim, \
            opened(directory, small, sim, *sim.anywhere(), "--all-regions") as viewer:
        wait_rows(viewer, 2)
        wait_until(lambda: picker.BAD * 4 in viewer.shot().rgb, 20, "what went wrong")
        small.key(F5)
        wait_rows(viewer, 3)
        wait_until(lambda: picker.BAD * 4 not in viewer.shot().rgb, 20, "all is well")


# What goes wrong.

def test_an_error_is_told_and_tried_again(directory, small):
    with EcsSim(directory, "--still", *THREE, "--fail", "DescribeInstances/Throttling:2") as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_card(viewer)
        before = viewer.shot()
        small.key(KEY_C)
        wait_until(lambda: viewer.shot() != before, 20, "the word Copied")
        told = selection.taken(small)
        assert told.startswith(f"{run(directory, '--version').strip()}: ")
        assert "(Throttling)" in told
        assert f"RequestId {sim.log(event='api')[0]['request_id']}." in told
        small.key(KEY_R)
        sim.wait_log(count=2, event="api")
        wait_card(viewer)
        small.xdo("type", "r")
        wait_rows(viewer, 3)
        small.key(ESCAPE)
        assert viewer.wait_exit() == 0 and viewer.stderr() == ""


def test_closed_where_nothing_is_known_it_has_the_failures_exit_code(directory, small):
    with EcsSim(directory, "--fail", "Throttling") as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        wait_card(viewer)
        close_button.press(small, viewer.window())
        assert viewer.wait_exit() == API and "(Throttling)" in sentence(viewer)


def test_an_api_that_is_not_there(directory, small):
    with EcsSim(directory) as sim:
        args, env = sim.args(), sim.env()
    with Viewer(directory, "--stay", *args, display=small, env=env) as viewer:
        small.focus(viewer.window())
        wait_card(viewer)
        small.key(ESCAPE)
        assert viewer.wait_exit() == NETWORK
        sentence(viewer)


def test_no_credentials_yet(directory, small):
    home = Home(directory)
    with EcsSim(directory, *THREE, "--key", f"{KEY_ID}x:{KEY_SECRET}") as sim, \
            opened(directory, small, sim, *sim.args(), env=home.env()) as viewer:
        wait_card(viewer, MOVING)
        assert sim.log(event="api") == []
        home.profiles({"mode": "AK", "access_key_id": KEY_ID, "access_key_secret": KEY_SECRET})
        small.key(KEY_R)
        wait_rows(viewer, 3)


def test_closed_without_credentials_it_says_what_was_tried(directory, small):
    home = Home(directory)
    with EcsSim(directory) as sim, \
            opened(directory, small, sim, *sim.anywhere(), env=home.env()) as viewer:
        wait_card(viewer, MOVING)
        small.key(ESCAPE)
        assert viewer.wait_exit() == CREDENTIALS
        assert "no Alibaba Cloud credentials" in sentence(viewer)


def test_credentials_that_are_refused_are_another_card(directory, small):
    with EcsSim(directory) as sim:
        wrong = {**sim.env(), "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong"}
        with opened(directory, small, sim, *sim.args(), env=wrong) as viewer:
            wait_card(viewer)
            small.key(ESCAPE)
            assert viewer.wait_exit() == CREDENTIALS
            assert "SignatureDoesNotMatch" in sentence(viewer)


def test_keys_in_the_environment_are_no_childs(directory, still_keys):
    """Neither before nor after the choice."""
    with EcsSim(directory, "--still", *THREE) as sim, \
            opened(directory, still_keys, sim, *sim.args()) as viewer:
        wait_rows(viewer, 3)
        assert KEY_SECRET.encode() not in open(f"/proc/{viewer.pid}/environ", "rb").read()
        still_keys.key(ENTER)
        is_console(sim, viewer, "i-a")
        assert KEY_SECRET not in viewer.stderr() + viewer.stdout()


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080)], ids=str)
def test_all_of_it_is_in_the_window(directory, size):
    """Nothing of it is cut off at the window's edges."""
    with Xvfb(directory, *size) as display, EcsSim(directory, *SPREAD, "--fail",
                                                   "DescribeInstances@us-east-1/Forbidden.RAM") as sim, \
            opened(directory, display, sim, "--fullscreen", *sim.anywhere(), "--all-regions") as viewer:
        wait_rows(viewer, 3)
        wait_until(lambda: picker.BAD * 4 in viewer.shot().rgb, 20, "what went wrong")
        shot = viewer.shot()
        assert (shot.width, shot.height) == size
        ground = shot.pixel(size[0] - 2, 2)
        for x in range(size[0] - 4, size[0]):
            assert all(shot.pixel(x, y) == ground for y in range(0, size[1] // 2, 3))
