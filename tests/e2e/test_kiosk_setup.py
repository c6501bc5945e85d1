# SPDX-License-Identifier: GPL-2.0-or-later
"""assets/ecsview-kiosk in a root of its own, with a systemctl and a systemd-creds that only remember.
tests/e2e/kiosk has it under a real systemd."""

import os
import pty
import re
import shutil
import subprocess

import pytest

from lib.kiosk_place import DROPIN, ENV, FAILED, KEYS, PASSWORD, PLAIN, Place, SCRIPT, SEALED, UNIT, USAGE
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET
from lib.viewer import ROOT


@pytest.fixture
def place(directory):
    return Place(directory)


EVERYTHING = ["--region", "cn-hangzhou", "--proxy", "http://10.0.0.1:3128", "--options", "--wall /w --turn 30s"]


def everything(place):
    return [*EVERYTHING, "--key-file", place.keys, "--password-file", place.password]


def test_writes_what_the_unit_reads_and_starts_it(place):
    told = place.run("setup", INSTANCE, *everything(place))
    assert place.text(ENV).splitlines()[1:] == [
        "ALIBABA_CLOUD_REGION_ID=cn-hangzhou", "https_proxy=http://10.0.0.1:3128",
        "ECSVIEW_OPTIONS=--wall /w --turn 30s", "ECSVIEW_METRICS="]  # they are for one console
    assert place.text(DROPIN).splitlines()[1:] == [
        "[Service]", f"LoadCredentialEncrypted=credentials:ecsview-{INSTANCE}.credentials",
        f"LoadCredentialEncrypted=vnc-password:ecsview-{INSTANCE}.vnc-password"]
    assert place.units() == {f"enabled/{UNIT}", f"active/{UNIT}"}
    assert re.findall("systemctl (daemon-reload|enable|restart)", place.log()) == [
        "daemon-reload", "enable", "restart"]
    for path in (ENV, DROPIN, SEALED + ".credentials", SEALED + ".vnc-password"):
        assert f"write {place.root}{path}\n" in told
    for words in (f"enable {UNIT}", f"start {UNIT}", "end getty@tty1.service"):
        assert words in told
    assert place.opened(".credentials") == KEYS
    assert place.opened(".vnc-password") == PASSWORD + "\n"
    assert place.root.joinpath(SEALED[1:] + ".credentials").stat().st_mode & 0o777 == 0o600
    assert place.root.joinpath("etc/credstore.encrypted").stat().st_mode & 0o777 == 0o700
    assert place.root.joinpath(ENV[1:]).stat().st_mode & 0o777 == 0o644


def test_the_unit_reads_what_is_written():
    """The names in the script are those of the unit."""
    unit = (ROOT / "assets" / "ecsview@.service").read_text()
    for words in ("EnvironmentFile=-/etc/ecsview/%i.env", "LoadCredential=credentials:",
                  "--kiosk $ECSVIEW_METRICS $ECSVIEW_OPTIONS %i",
                  "LoadCredential=vnc-password:ecsview-%i.vnc-password", "Conflicts=getty@tty1.service"):
        assert words in unit, words


def bare(place):
    """A machine without cage, and with what KMSDRM needs."""
    for program in ("cage", "seatd", "Xwayland"):
        (place.root / "usr/bin" / program).unlink()
    for folder in ("usr/lib/x86_64-linux-gnu/dri", "dev/dri"):
        (place.root / folder).mkdir(parents=True)
    for name in ("libEGL.so.1", "libGLESv2.so.2"):
        Place.put(place.root / "usr/lib/x86_64-linux-gnu" / name, "")
    Place.put(place.root / "dev/dri/card1", "")


def test_without_a_display_server_it_draws_by_the_kernel(place):
    bare(place)
    before, units = place.tree(), place.units()
    assert "--display kmsdrm" in place.run("setup", INSTANCE, code=FAILED)
    place.run("setup", INSTANCE, "--display", "kmsdrm", "--key-file", place.keys)
    lines = place.text(DROPIN).splitlines()
    for line in ("TTYPath=/dev/tty1", "SupplementaryGroups=input", "Environment=SDL_VIDEODRIVER=kmsdrm",
                 "ExecStop=", f"LoadCredentialEncrypted=credentials:ecsview-{INSTANCE}.credentials"):
        assert lines.count(line) == 1, line
    unit = (ROOT / "assets" / "ecsview@.service").read_text()
    words, = re.findall("ExecStart=/usr/local/bin/(ecsview .*)", unit.replace("#     ", ""))
    assert lines[lines.index("ExecStart="):][1] == f"ExecStart={words}"  # as the unit's head has it for X
    place.run("undo")
    assert place.tree() == before and place.units() == units


def test_another_display_is_another_drop_in(place):
    place.run("setup", INSTANCE)
    before = place.tree()
    for name in ("libEGL.so.1", "libGLESv2.so.2", "dri"):
        (place.root / "usr/lib/arm-linux-gnueabihf" / name).mkdir(parents=True)
    (place.root / "dev/dri/card0").mkdir(parents=True)
    assert f"restart {UNIT}" in place.run("setup", INSTANCE, "--display", "kmsdrm")
    assert f"restart {UNIT}" in place.run("setup", INSTANCE, "--display", "cage")
    assert not place.root.joinpath(DROPIN[1:]).exists()
    assert {path for path in before if before[path] != place.tree().get(path)} <= {
        f"var/lib/ecsview-kiosk/{INSTANCE}"}


@pytest.mark.parametrize("missing, sentence", [
    ("usr/lib/x86_64-linux-gnu/libEGL.so.1", "there is no libEGL.so.1; install the packages libegl1,"),
    ("usr/lib/x86_64-linux-gnu/dri", "there is no dri; install"),
    ("dev/dri/card1", "no driver for this screen")])
def test_a_machine_that_cannot_draw_by_the_kernel(place, missing, sentence):
    bare(place)
    path = place.root / missing
    path.rmdir() if path.is_dir() else path.unlink()
    before = place.tree()
    assert sentence in place.run("setup", INSTANCE, "--display", "kmsdrm", code=FAILED)
    assert place.tree() == before


def test_undo_leaves_nothing_behind(place):
    before, units = place.tree(), place.units()
    place.run("setup", INSTANCE, *everything(place))
    assert place.tree() != before
    (place.state / "log").unlink()
    told = place.run("undo", INSTANCE)
    assert place.tree() == before and place.units() == units
    assert f"remove {place.root}{ENV}\n" in told and "start getty@tty1.service" in told
    assert re.findall("systemctl (stop|disable|daemon-reload|start)", place.log()) == [
        "stop", "disable", "daemon-reload", "start"]
    assert "nothing to undo" in place.run("undo")


def test_undo_without_an_id_takes_back_what_there_is(place):
    before = place.tree()
    place.run("setup", INSTANCE, "--key-file", "-", stdin=KEYS)
    place.run("undo")
    assert place.tree() == before


def test_undo_leaves_what_was_there_before(place):
    (place.root / "etc/credstore.encrypted").mkdir(mode=0o755)
    (place.root / "etc/ecsview").mkdir()
    Place.put(place.root / "etc/ecsview/kiosk.env", "ECSVIEW_OPTIONS=--view-only\n")
    (place.state / "enabled" / UNIT).touch()
    (place.state / "active/getty@tty1.service").unlink()
    before, units = place.tree(), place.units()
    place.run("setup", INSTANCE, *everything(place))
    place.run("undo", INSTANCE)
    assert place.tree() == before and place.units() == units


def test_the_same_again_changes_nothing(place):
    place.run("setup", INSTANCE, *everything(place))
    before, units = place.tree(), place.units()
    (place.state / "log").unlink()
    told = place.run("setup", INSTANCE, *everything(place))
    assert place.tree() == before and place.units() == units
    assert "nothing is new" in told and "write" not in told
    assert not re.search("systemctl (start|restart|stop|enable)", place.log())


def test_other_words_change_it_and_keep_the_keys(place):
    before, units = place.tree(), place.units()
    place.run("setup", INSTANCE, *everything(place))
    keys, dropin = place.text(SEALED + ".credentials"), place.text(DROPIN)
    told = place.run("setup", INSTANCE, "--region", "cn-beijing")
    assert place.text(ENV).splitlines()[1:] == ["ALIBABA_CLOUD_REGION_ID=cn-beijing"]
    assert (place.text(SEALED + ".credentials"), place.text(DROPIN)) == (keys, dropin)
    assert f"restart {UNIT}" in told
    place.run("setup", INSTANCE, "--key-file", "-", stdin=KEYS.replace(KEY_SECRET, "another"))
    assert place.text(SEALED + ".credentials") != keys
    place.run("undo")
    assert place.tree() == before and place.units() == units


@pytest.mark.parametrize("why", ["none", "no key"])
def test_without_a_seal_root_alone_can_read_the_keys(place, why):
    if why == "none":
        (place.state / "bin/systemd-creds").unlink()
        hide = {"PATH": None}
        for name in ("sh", "cat", "id", "sed", "grep", "mkdir", "chmod", "mv", "rm", "rmdir", "cut", "sort",
                     "sha256sum", "awk", "cmp", "head", "touch"):
            (place.state / "bin" / name).symlink_to(shutil.which(name))
        hide["PATH"] = str(place.state / "bin")
        env = {**hide, "STATE": str(place.state), "ECSVIEW_SETUP_ROOT": str(place.root)}
        subprocess.run(["sh", SCRIPT, "setup", INSTANCE, "--key-file", place.keys], env=env, check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=30)
    else:
        (place.state / "unsealed").touch()
        place.run("setup", INSTANCE, "--key-file", place.keys)
    assert place.text(PLAIN + ".credentials") == KEYS
    assert place.root.joinpath(PLAIN[1:] + ".credentials").stat().st_mode & 0o777 == 0o600
    assert place.root.joinpath("etc/credstore").stat().st_mode & 0o777 == 0o700
    assert f"LoadCredential=credentials:ecsview-{INSTANCE}.credentials" in place.text(DROPIN)


def test_a_seal_that_came_later_leaves_no_plain_keys(place):
    before = place.tree()
    (place.state / "unsealed").touch()
    place.run("setup", INSTANCE, "--key-file", place.keys)
    (place.state / "unsealed").unlink()
    place.run("setup", INSTANCE, "--key-file", place.keys)
    assert not place.root.joinpath(PLAIN[1:] + ".credentials").exists()
    assert place.text(DROPIN).count("credentials:") == 1 and "Encrypted" in place.text(DROPIN)
    place.run("undo")
    assert place.tree() == before


def test_no_secret_is_told_or_in_an_argument(place):
    """The stand-ins write down their arguments, and a tracing shell would show those of all others."""
    for words in (["setup", INSTANCE, *everything(place)], ["status"], ["undo"]):
        told = place.run(*words)
        for canary in (KEY_ID, KEY_SECRET, PASSWORD):
            assert canary not in told + place.log()
    everywhere = "".join(path.read_text() for path in place.root.rglob("*") if path.is_file())
    assert KEY_SECRET not in everywhere


def test_a_dry_run_tells_the_same_and_changes_nothing(place):
    before, units = place.tree(), place.units()
    dry = place.run("setup", INSTANCE, *everything(place), "--dry-run")
    assert place.tree() == before and place.units() == units
    assert [line for line in dry.splitlines() if not line.startswith("would ")] == []
    assert "encrypt" not in place.log()
    real = place.run("setup", INSTANCE, *everything(place))
    assert [line.removeprefix("would ") for line in dry.splitlines()] == real.splitlines()[:-1]
    before, units = place.tree(), place.units()
    assert f"would remove {place.root}{ENV}" in place.run("undo", "--dry-run")
    assert place.tree() == before and place.units() == units


def test_keys_that_somebody_took_away_are_not_loaded(place):
    place.run("setup", INSTANCE, "--key-file", place.keys)
    (place.root / (SEALED[1:] + ".credentials")).unlink()
    assert "RAM role" in place.run("setup", INSTANCE)
    assert not place.root.joinpath(DROPIN[1:]).exists()


def test_on_a_terminal_it_asks_and_does_not_show_the_secret(place):
    """The terminal itself would show what is typed."""
    ours, theirs = pty.openpty()
    shown = b""

    def wait(words):
        nonlocal shown
        while words not in shown:
            shown += os.read(ours, 4096)
    asked = subprocess.Popen(["sh", SCRIPT, "setup", INSTANCE], env=place.env(), stdin=theirs, stdout=theirs,
                             stderr=theirs)
    os.close(theirs)
    wait(b"AccessKey ID")
    os.write(ours, KEY_ID.encode() + b"\n")
    wait(b"secret (it is not shown): ")
    os.write(ours, KEY_SECRET.encode() + b"\n")
    wait(b"takes this back")
    assert asked.wait(30) == 0
    os.close(ours)
    assert KEY_ID.encode() in shown and KEY_SECRET.encode() not in shown
    assert place.opened(".credentials") == KEYS


def test_without_keys_the_machine_has_a_role(place):
    assert "RAM role" in place.run("setup", INSTANCE)
    assert not place.root.joinpath(DROPIN[1:]).exists()
    assert place.units() == {f"enabled/{UNIT}", f"active/{UNIT}"}


def test_what_somebody_has_written_is_not_lost(place):
    (place.root / "etc/ecsview").mkdir()
    Place.put(place.root / ENV[1:], "ECSVIEW_OPTIONS=--view-only\n")
    assert "not by an earlier setup" in place.run("setup", INSTANCE, code=FAILED)
    assert place.text(ENV) == "ECSVIEW_OPTIONS=--view-only\n"
    (place.root / ENV[1:]).unlink()
    place.run("setup", INSTANCE, "--region", "cn-hangzhou")
    Place.put(place.root / ENV[1:], "by hand\n")
    assert "changed by hand" in place.run("setup", INSTANCE, code=FAILED)
    assert "was changed by hand" in place.run("undo")
    assert place.text(ENV) == "by hand\n" and place.units() == {"active/getty@tty1.service"}


def test_what_failed_half_way_is_taken_back(place):
    before, units = place.tree(), place.units()
    (place.state / "broken").touch()
    assert f"{UNIT} did not start; journalctl -u {UNIT}" in place.run(
        "setup", INSTANCE, *everything(place), code=FAILED)
    (place.state / "broken").unlink()
    place.run("undo")
    assert place.tree() == before and place.units() == units


def test_one_screen_has_one_console(place):
    place.run("setup", INSTANCE)
    assert f"the screen is that of {INSTANCE}" in place.run("setup", "i-other1", code=FAILED)


def test_status(place):
    assert place.run("status") == "no kiosk was set up here\n"
    place.run("setup", INSTANCE)
    told = place.run("status")
    assert told.startswith(f"{INSTANCE}: enabled, ") and f"{UNIT}: connected." in told
    assert f"{place.root}{ENV}" in told


@pytest.mark.parametrize("words, sentence", [
    ([], "none of setup, undo and status"), (["begin"], "'begin' is none of"),
    (["setup"], "needs the ID"), (["setup", "web-1"], "'web-1' is no instance ID"),
    (["setup", "i-"], "no instance ID"), (["setup", "i-a/../b"], "no instance ID"),
    (["setup", "i-" + "a" * 80], "no instance ID"), (["setup", "i-a", "i-b"], "one instance"),
    (["undo", "i-a;b"], "no instance ID"), (["status", "i-a"], "no arguments"),
    (["setup", "i-a", "--colour"], "no option --colour"), (["setup", "i-a", "--region"], "needs a value"),
    (["setup", "i-a", "--region", "cn hangzhou"], "--region"),
    (["setup", "i-a", "--region", ""], "--region"),
    (["setup", "i-a", "--proxy", "http://me:pw@10.0.0.1:3128"], "--proxy can have no password"),
    (["setup", "i-a", "--proxy", "http://h\nLD_PRELOAD=x"], "--proxy"),
    (["setup", "i-a", "--options", "--proxy 'x'"], "--options"),
    (["setup", "i-a", "--display", "x11"], "--display is cage or kmsdrm"),
])
def test_words_that_are_wrong(place, words, sentence):
    before = place.tree()
    assert sentence in place.run(*words, code=USAGE)
    assert place.tree() == before and place.log() == ""


@pytest.mark.parametrize("missing, sentence", [
    ("root/run/systemd/system", "systemd does not run here"), ("root/usr/bin/cage", "there is no cage"),
    ("root/usr/bin/seatd", "there is no seatd"), ("state/known", "no unit ecsview@.service")])
def test_a_machine_that_is_none(place, directory, missing, sentence):
    path = directory / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    before = place.tree()
    assert sentence in place.run("setup", INSTANCE, code=FAILED)
    assert place.tree() == before


def test_another_display_server_has_the_screen(place):
    (place.state / "active/display-manager.service").touch()
    assert "display-manager" in place.run("setup", INSTANCE, code=FAILED)


@pytest.mark.parametrize("keys, sentence", [("", "no keys"), ("LTAI secret\n", "no file of keys")])
def test_a_file_that_has_no_keys(place, keys, sentence):
    before = place.tree()
    assert sentence in place.run("setup", INSTANCE, "--key-file", "-", stdin=keys, code=FAILED)
    assert place.tree() == before


@pytest.mark.skipif(os.geteuid() != 0, reason="has to become somebody else")
def test_it_needs_root():
    """The script comes by standard input: the clone may be in a folder that only its owner may enter."""
    with open(SCRIPT, "rb") as script:
        done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-s", "undo"],
                              stdin=script, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (FAILED, "ecsview-kiosk: this needs root; use sudo.\n")


def test_help():
    done = subprocess.run(["sh", SCRIPT, "--help"], stdout=subprocess.PIPE, text=True, check=True, timeout=30)
    assert {"setup", "undo", "status"} <= set(re.findall(r"^ecsview-kiosk (\w+)", done.stdout, re.M))
