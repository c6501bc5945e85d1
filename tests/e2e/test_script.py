# SPDX-License-Identifier: GPL-2.0-or-later
"""`ecsview run`: a script at a guest, judged by what its keyboard and mouse got and what QEMU says that it shows."""

import json
import os
import re
import signal

import pytest

from lib import text_mode, typed
from lib.endings import NETWORK, NO_TEXT, OUT_OF_TIME, USAGE, refused, sentence
from lib.link import Link
from lib.picture import assert_equal, load
from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer

NOWHERE = "vnc://127.0.0.1:1"
SECONDS = 60


def start(directory, target, text, *options, **how):
    file = directory / "script"
    file.write_text(text)
    return Viewer(directory, "run", *options, target, file, **how)


def run(directory, target, text, *options, code=0, **how):
    """(standard output, standard error) of a script that ends by itself."""
    with start(directory, target, text, *options, **how) as viewer:
        assert viewer.wait_exit(SECONDS) == code, viewer.stderr()
        return viewer.stdout(), viewer.stderr()


def fails(directory, target, text, line, code, *options, words=()):
    """Its sentence, which names the line."""
    with start(directory, target, text, *options) as viewer:
        assert viewer.wait_exit(SECONDS) == code, viewer.stderr()
        said = sentence(viewer)
    assert said.startswith(f"{directory}/script:{line}: "), said
    for word in [words] if isinstance(words, str) else words:
        assert word in said, said
    return said


def lines(viewer):
    """What it has told a program on standard error."""
    return [json.loads(line) for line in viewer.stderr().splitlines() if line.startswith("{")]


def steps(viewer):
    return [(told["text"], int(told["line"]), told["command"]) for told in lines(viewer)
            if told["component"] == "script" and told["text"].startswith("step ")]


def wait_step(viewer, what, line):
    wait_until(lambda: (what, line) in [told[:2] for told in steps(viewer)], 30, f"{what}: {line}")


def vnc(machine):
    return f"vnc://127.0.0.1:{machine.port}"


def somebody_types(machine, letters):
    """At the machine's own keyboard."""
    for letter in letters:
        machine.send_keys((letter, True), (letter, False))


@pytest.fixture
def terminal(qemu):
    qemu.terminal()
    return qemu


# What it does.

def test_it_waits_types_presses_looks_and_writes(terminal, directory):
    script = f"""
        # what an operator does
        timeout 30s
        wait "ready" 40s
        type "echo 'Hello'\\n"
        expect "echo 'Hello'"
        if "nowhere"
          exit 20
        else
          press shift+z f5
          wait "Z"
        end
        if "Z"
          say "typed: \\"Z\\""
        end
        shot "{directory}/now.png"
        text {directory}/screen.txt
        text -"""
    with start(directory, vnc(terminal), script, "--log-format", "json") as viewer:
        wait_step(viewer, "step started", 4)
        somebody_types(terminal, "ready")
        assert viewer.wait_exit(SECONDS) == 0, viewer.stderr()
        screen = "readyecho 'Hello'\nZ\n"
        assert viewer.stdout() == 'typed: "Z"\n' + screen
        assert (directory / "screen.txt").read_text() == screen
    assert_equal(load(directory / "now.png"), terminal.screendump(), directory)
    keys = terminal.serial.since(0, "key")
    assert typed.read(keys) == ("readyecho 'Hello'\nZ?", set())  # ?: a key without a letter
    assert keys[-6:] == ["key 2a", "key 2c", "key ac", "key aa", "key 3f", "key bf"]


def test_each_step_is_told_to_a_program(terminal, directory):
    script = 'press a\nif "nowhere"\nsay "no"\nelse\nexit 21\nend\n'
    with start(directory, vnc(terminal), script, "--log-format", "json") as viewer:
        assert viewer.wait_exit(SECONDS) == 21, viewer.stderr()
        assert viewer.stderr().count("\n") == len(lines(viewer))
        assert steps(viewer) == [(f"step {what}", line, command) for line, command in
                                 ((1, "press"), (2, "if"), (5, "exit")) for what in ("started", "finished")]
        first, *_, last = lines(viewer)
        assert first["text"] == "script started" and first["file"] == f"{directory}/script"
        assert last["text"] == "script finished" and last["code"] == "21"


def test_a_person_is_told_nothing_but_what_is_asked_for(terminal, directory):
    assert run(directory, vnc(terminal), 'say "a"\nsleep 10ms\n') == ("a\n", "")


def test_target_and_script_from_standard_input_through_the_cloud(sim, terminal, directory):
    with Viewer(directory, "run", *sim.args(), "-", "-", env=sim.env(),
                stdin=f'{sim.instance}\ntype "ls"\nexpect "ls"\nexit 1\n'.encode()) as viewer:
        assert viewer.wait_exit(SECONDS) == 1, viewer.stderr()
        assert viewer.stderr() == ""


def test_the_pointer_goes_where_it_is_told(qemu, directory):
    qemu.pointer_mode("absolute")
    run(directory, vnc(qemu), "move 3 5\nclick 640 400\nclick 1279 799 right\nclick 0 0 middle\n")
    places = {"move": (3, 5), "left": (640, 400), "right": (1279, 799), "middle": (0, 0)}
    reports = [line.split()[1:4] for line in qemu.serial.since(0, "abs")]

    def report(name, button):
        x, y = places[name]
        return [str(2 * (x * 32767 // 1280)), str(2 * (y * 32767 // 800)), str(button)]
    wanted = [report("move", 0), report("left", 1), report("left", 0), report("right", 2),
              report("right", 0), report("middle", 4), report("middle", 0)]
    assert [told for told in reports if told in wanted and told[2] != "0"] == \
        [told for told in wanted if told[2] != "0"]
    assert all(told in reports for told in wanted) and reports[-1] == wanted[-1]


def test_a_mouse_that_takes_steps_cannot_be_placed(qemu, directory):
    fails(directory, vnc(qemu), "sleep 1ms\nclick 1 1\n", 2, USAGE, words="tablet")


def test_a_region_is_compared_pixel_for_pixel(qemu, directory):
    """With pictures that another program has made, of QEMU's own."""
    dump = qemu.screendump()
    part = (100, 60, 41, 23)
    dump.crop(*part).image().save(directory / "part.png", optimize=True)
    other = dump.crop(*part).image()
    other.putpixel((40, 22), (1, 2, 3))
    other.save(directory / "other.png")
    dump.image().save(directory / "large.png")
    region = f"{directory}/part.png {part[0]} {part[1]}"
    out, _ = run(directory, vnc(qemu), f"""wait region {region} 20s
expect region {region}
if region {directory}/part.png {part[0] + 1} {part[1]}
  say "beside it"
end
if region {directory}/other.png {part[0]} {part[1]}
  say "another pixel"
end
if region {directory}/large.png 1 0
  say "beyond the screen"
end
if region {directory}/large.png 0 0
  say "all of it"
end
shot {directory}/cut.png {" ".join(map(str, part))}
""")
    assert out == "all of it\n"
    assert_equal(load(directory / "cut.png"), dump.crop(*part), directory)
    fails(directory, vnc(qemu), f"\nexpect region {directory}/other.png 0 0", 2, NO_TEXT, words="other.png there")
    fails(directory, vnc(qemu), f"wait region {directory}/other.png 0 0 1s", 1, OUT_OF_TIME, words="in 1s")
    fails(directory, vnc(qemu), f"shot {directory}/no.png 1270 0 20 20", 1, USAGE, words="1280x800")
    assert not (directory / "no.png").exists()


def test_a_region_s_picture_is_looked_at_before_it_begins(directory):
    (directory / "no.png").write_text("GIF89a")
    for name, words in (("no.png", "no PNG"), ("gone.png", "cannot be read"), ("", "cannot be read")):
        fails(directory, NOWHERE, f"sleep 1s\nif region {directory}/{name} 0 0\nend\n", 2, USAGE, words=words)


def test_quiet_is_a_picture_that_does_not_change(qemu, directory):
    qemu.animate()
    fails(directory, vnc(qemu), "wait quiet 1s 4s\n", 1, OUT_OF_TIME, words=("1s", "4s"))
    qemu.stop_animation()
    run(directory, vnc(qemu), "wait quiet 1s 30s\n")


def test_a_cursor_that_blinks_is_quiet(directory):
    """QEMU blinks the cursor of the PC's text mode, several times in this."""
    with Qemu(text_mode.image(directory / "pages.img", [text_mode.plain_page("login: ")]),
              directory) as machine:
        text_mode.show_next(machine)
        run(directory, vnc(machine), 'wait "login:"\nwait quiet 5s 30s\n')


# How it ends.

def test_a_text_that_never_comes_is_out_of_time(terminal, directory):
    fails(directory, vnc(terminal), 'timeout 1s\n\nwait "login:"\n', 3, OUT_OF_TIME,
          words=('"login:"', "1s"))
    fails(directory, vnc(terminal), 'wait "login:"\n', 1, OUT_OF_TIME, "--timeout", "5s", words="5s")


def test_what_is_expected_and_not_there_ends_it_at_once(terminal, directory):
    fails(directory, vnc(terminal), 'type "ls"\nexpect "ls"\nexpect "cat"\ntype "no"', 3, NO_TEXT,
          words='"cat"')
    assert typed.read(terminal.serial.since(0, "key"))[0] == "ls"


def test_a_picture_has_no_text_to_be_written(qemu, directory):
    fails(directory, vnc(qemu), f"text {directory}/screen.txt", 1, NO_TEXT, words="no text")
    assert not (directory / "screen.txt").exists()


def test_what_cannot_be_written_is_told(terminal, directory):
    for command in ("shot", "text"):
        fails(directory, vnc(terminal), f"\n{command} {directory}/no/file", 2, USAGE,
              words="could not be written")


def test_what_does_not_show_is_told(qemu, directory):
    qemu.terminal(echo=False)
    fails(directory, vnc(qemu), 'press esc\ntype "secret"', 2, OUT_OF_TIME,
          words=("type no-echo", "1 of 6"))
    run(directory, vnc(qemu), 'type no-echo "Secret-1\\n"')
    assert typed.read(qemu.serial.since(0, "key"))[0].endswith("sSecret-1\n")


def test_what_the_layout_lacks_is_told_before_the_first_key(terminal, directory):
    script = 'press a\ntype "caf\u00e9"\n'
    fails(directory, vnc(terminal), script, 2, USAGE, words=("\u00e9 (U+00E9)", "--guest-layout"))
    assert terminal.serial.since(0, "key") == []
    _, said = run(directory, vnc(terminal), script, "--untypable", "leave-out")
    assert said.startswith("ecsview: 1 character is left out")
    assert typed.read(terminal.serial.since(0, "key"))[0] == "acaf"


def test_a_signal_ends_it_with_every_key_up(terminal, directory):
    with start(directory, vnc(terminal), 'press a\nwait "never" 10m\n', "--log-format", "json") as viewer:
        wait_step(viewer, "step started", 2)
        viewer.signal(signal.SIGINT)
        assert viewer.wait_exit() == 130
    assert typed.read(terminal.serial.since(0, "key")) == ("a", set())


def test_what_is_typed_is_in_no_log(terminal, directory):
    _, said = run(directory, vnc(terminal), 'type "Geheim42"\n', "--log-level", "debug", "--log-format", "json")
    assert "step finished" in said and "eheim" not in said


# The console is lost.

def test_a_wait_goes_on_when_the_console_is_back(terminal, directory):
    with start(directory, vnc(terminal), 'wait "ready" 40s\ntype "ls"\nexpect "readyls"\n',
               "--log-format", "json") as viewer:
        wait_step(viewer, "step started", 1)
        first = viewer.decoder()
        os.kill(first, signal.SIGKILL)
        viewer.decoder(other_than=first)
        somebody_types(terminal, "ready")
        assert viewer.wait_exit(SECONDS) == 0, viewer.stderr()
        assert "lost" in viewer.stderr()
    assert typed.read(terminal.serial.since(0, "key"))[0] == "readyls"


def test_half_a_text_is_told_and_not_typed_again(terminal, directory):
    with start(directory, vnc(terminal), f'press esc\ntype "{"a" * 2000}"\npress b\n') as viewer:
        terminal.serial.wait_count(20, "key")
        os.kill(viewer.decoder(), signal.SIGKILL)
        assert viewer.wait_exit(SECONDS) == NETWORK, viewer.stderr()
        assert re.search(r"script:2: .*lost; .* type the rest\. \d+ of 2000 characters", viewer.stderr())
    assert set(typed.read(terminal.serial.since(0, "key"))[0]) <= {"a", "?"}


def test_a_console_that_stays_away_is_a_loss(terminal, directory):
    script = 'say "a"\nwait "never" 15s\n'
    # Its own port could be another test's QEMU's at once.
    with Link(terminal.port) as link, start(directory, f"vnc://127.0.0.1:{link.port}", script,
                                            "--log-format", "json", "--log-level", "error") as viewer:
        wait_step(viewer, "step started", 2)
        link.refuse = True
        link.cut()
        assert viewer.wait_exit(SECONDS) == NETWORK, viewer.stderr()
        assert re.search(r"ecsview: .*script:2: The console was lost and did not come back in 15s",
                         viewer.stderr())


# What is wrong with a script, told before anything is connected.

BAD = [
    ('say "a"\nwiat "login:"', 2, '"wiat"; perhaps it is wait'),
    ('if "a"\ntype "b"', 1, "no end to this if"),
    ('type "a', 1, "does not end"),
    ("press ctrl+alt+entr", 1, "perhaps it is enter"),
    ("wait quiet", 1, "how long"),
    ("exit 5", 1, "ecsview's own"),
    ("\n\n", 2, "no command"),
]


@pytest.mark.parametrize("text, line, words", BAD, ids=[str(n) for n in range(len(BAD))])
def test_a_mistake_is_told_before_anything_is_sent(directory, text, line, words):
    fails(directory, NOWHERE, text, line, USAGE, words=words)


def test_a_mistake_on_standard_input(directory):
    refused(directory, USAGE, "run", NOWHERE, "-", stdin=b"wait\n", words="standard input:1: wait needs")


@pytest.mark.parametrize("file, words", [
    ("/nonexistent", "could not be read"), ("/dev/null", "no command"), ("/dev/zero", "256 KiB")])
def test_a_file_that_is_no_script(directory, file, words):
    refused(directory, USAGE, "run", NOWHERE, file, words=words)


def test_a_console_that_is_only_watched_gets_no_keys(directory):
    fails(directory, f"{NOWHERE}/?ViewOnly=true", 'wait "a"\npress b', 2, USAGE, words="forbids press")


def test_before_the_first_picture_a_failure_ends_it(directory):
    refused(directory, NETWORK, "run", NOWHERE, "-", stdin=b'wait "a"\n', words="Nothing answers")
