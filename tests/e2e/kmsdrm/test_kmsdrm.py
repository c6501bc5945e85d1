# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen with neither X nor Wayland: the program draws by the kernel's driver of it (KMSDRM) and reads
keyboard and tablet itself. `make kmsdrm-check RELEASE=bookworm|trixie`, TARGET=arm64.

All of it is a machine in QEMU, whose screen and keys are those that a person would have; the console
that it shows is a second QEMU with the guest of these tests. What is right is the guest's own screen and
what the guest has got.
"""

import itertools
import time
from contextlib import contextmanager

import pytest

from lib import guest_picture, picture, rfb_server
from lib.box import SIZE, TARGET, USER
from lib.machine import Service
from lib.ports import Port
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET, REGION, EcsSim

pytestmark = pytest.mark.timeout(3600 if TARGET == "native" else 7200)  # an emulated machine on a busy one
SLOW = 300 if TARGET == "native" else 1200
UNIT = f"ecsview@{INSTANCE}.service"
KEYS = f"[default]\ntype = access_key\naccess_key_id = {KEY_ID}\naccess_key_secret = {KEY_SECRET}\n"
OURS = r" (warning|error) [a-z]+: "
BREATH, MOST_WAKES = 30, 30
PICTURE = guest_picture.picture(*SIZE, 3)
LAST = 0x7fff  # of QEMU's tablet
PLANE = 64  # pixels of virtio-gpu's pointer, each way


@contextmanager
def by_hand(box, url, *options, tty="/dev/tty1", env=()):
    """The program as the user of the screen, on the console that is to be seen; a Service."""
    service = Service(box, "by-hand.service")
    if tty:
        box.run("systemctl", "stop", "getty@tty1")
    properties = [f"User={USER}", "StandardOutput=journal", "StandardError=journal",
                  *[f"Environment={each}" for each in ("SDL_VIDEODRIVER=kmsdrm", *env)],
                  *([f"TTYPath={tty}", "StandardInput=tty-force", "TTYReset=yes", "TTYVHangup=yes"] if tty else [])]
    box.run("systemctl", "reset-failed")
    service.watch()
    box.run("systemd-run", "-q", f"--unit={service.name}", *[word for each in properties for word in ("-p", each)],
            "ecsview", "--fullscreen", "--timeout", "600s", *options, url)
    try:
        yield service
    finally:
        box.run("systemctl", "stop", service.name, check=False)
        box.run("systemctl", "start", "getty@tty1")


def url_of(port):
    return f"vnc://10.0.2.2:{port}"


def wait_shown(box, wanted, directory):
    """Until the screen has this Picture, to the pixel. It is what QEMU has, without the pointer."""
    try:
        wait_until(lambda: picture.difference(box.screendump(), wanted()) is None, SLOW, "picture", pause=0.5)
    except TimeoutError:
        picture.assert_equal(box.screendump(), wanted(), directory)


@pytest.fixture
def console(guest_image, directory):
    """The guest with a screen as large as the machine's, and with a tablet."""
    with Qemu(guest_image, directory) as qemu:
        qemu.resolution(*SIZE)
        qemu.pointer_mode("absolute")
        yield qemu


def type_(box, *keys):
    """Down one after the other, and up again."""
    box.send_keys(*((key, True) for key in keys))
    box.send_keys(*((key, False) for key in reversed(keys)))


def changes(lines):
    """[(scancode, down)] of what the guest has told, without the repeats of a key that is down."""
    down, found = set(), []
    for line in lines:
        *prefix, last = line.removeprefix("key ").split()
        code = " ".join([*prefix, f"{int(last, 16) & 0x7f:02x}"])
        pressed = int(last, 16) < 0x80
        if pressed == (code in down):
            continue
        (down.add if pressed else down.discard)(code)
        found.append((code, pressed))
    return found


def pressed_in(order):
    """The same for keys that are pressed in that order and let go in the other one."""
    return [(code, True) for code in order] + [(code, False) for code in reversed(order)]


def wakes(box, pid):
    """How often the ui thread went to sleep so far."""
    return int(box.shell(f"sed -n 's/^voluntary_ctxt_switches:\t//p' /proc/{pid}/task/{pid}/status"))


def sleeps(box, pid):
    """Whether it sleeps, of which SDL's own loop would wake 700 times a second."""
    before, began = wakes(box, pid), time.monotonic()
    time.sleep(BREATH)
    found = wakes(box, pid) - before
    print(f"{found} wakes in {time.monotonic() - began:.1f} s")
    return found <= MOST_WAKES


def memory(box):
    """PSS of all its processes, kB."""
    pids = [pid for name in ("ecsview", "ecsview-spawner", "ecsview-decoder") for pid in box.pids(name)]
    return sum(int(box.shell(f"sed -n 's/^Pss: *\\([0-9]*\\).*/\\1/p' /proc/{pid}/smaps_rollup")) for pid in pids)


def keeps_the_keys_from_the_machine(box, console):
    """What is typed is the guest's, Ctrl+Alt+Del and the keys of other consoles among it."""
    since = console.serial.mark()
    type_(box, "a")
    type_(box, "shift", "up")
    type_(box, "ctrl", "alt", "delete")
    type_(box, "alt", "f3")
    type_(box, "kp_enter")
    wanted = [change for keys in (["1e"], ["2a", "e0 48"], ["1d", "38", "e0 53"], ["38", "3d"], ["e0 1c"])
              for change in pressed_in(keys)]
    wait_until(lambda: len(changes(console.serial.since(since, "key"))) >= len(wanted), SLOW, "keys")
    assert changes(console.serial.since(since, "key")) == wanted
    assert box.run("cat", "/sys/class/tty/tty0/active").strip() == "tty1"


def points_everywhere(box, console):
    """The corners are the guest's, and the pointer is to be seen on each."""
    for right, low in ((1, 1), (0, 1), (0, 0), (1, 0)):
        since = console.serial.mark()
        box.pointer_absolute(right * LAST, low * LAST)
        told = wait_until(lambda since=since: console.serial.since(since, "abs"), SLOW, "motion")[-1].split()
        at = [round(int(value) * size / 0x10000) for value, size in zip(told[1:3], SIZE)]
        assert at == [right * (SIZE[0] - 1), low * (SIZE[1] - 1)], told
        plane = box.plane(1)
        assert plane["fb"] != "0" and plane["crtc"] == "crtc-0", plane
    since = console.serial.mark()
    for name in ("left", "right", "wheel-up"):
        box.button(name, True)
        box.button(name, False)
    wait_until(lambda: len(console.serial.since(since, "abs")) >= 5, SLOW, "buttons")
    assert [line.split()[3] for line in console.serial.since(since, "abs")][:4] == ["1", "0", "2", "0"]


@pytest.fixture
def taken_back(box):
    yield
    box.run("ecsview-kiosk", "undo", check=False)


@pytest.mark.usefixtures("taken_back")
def test_is_set_up_by_one_command_and_taken_back(box, console, directory):
    with Port() as api, Port() as wss, EcsSim(directory, "--listen", f"127.0.0.1:{int(api)}", "--listen-wss",
                                              f"127.0.0.1:{int(wss)}", backend=console.port) as cloud:
        box.forward(int(api), int(wss))
        box.write("/etc/ecsview/ca.pem", cloud.ca.read_text(), 0o644)
        box.write("/run/keys", KEYS)
        service = Service(box, UNIT)
        service.watch()
        began = time.monotonic()
        told = box.run("ecsview-kiosk", "setup", INSTANCE, "--region", REGION, "--display", "kmsdrm", "--key-file",
                       "/run/keys", "--options", f"--ca-file /etc/ecsview/ca.pem --endpoint {cloud.api} "
                       "--console-hosts 127.0.0.1 --timeout 600s")
        assert "end getty@tty1.service, which has the screen" in told
        service.wait_status(r"connected\.$", SLOW)
        wait_shown(box, console.screendump, directory)
        print(f"picture after {time.monotonic() - began:.0f} s")
        box.screendump().save(directory / "kiosk.png")
        keeps_the_keys_from_the_machine(box, console)
        points_everywhere(box, console)
        wait_shown(box, console.screendump, directory)
        pid, = box.pids("ecsview")
        wait_until(lambda: sleeps(box, pid), SLOW, "sleep")
        print(f"all processes of the unit have {memory(box)} kB")
        assert service.show("NRestarts") == "0" and not service.said(OURS), service.journal()
        told = box.run("ecsview-kiosk", "undo")
        assert "start getty@tty1.service" in told and box.pids("ecsview") == []
        assert service.show("Result") == "success", service.journal()
        wait_until(lambda: box.console().endswith("box login:"), SLOW, "login without a key that was typed", pause=1)
        assert picture.difference(box.screendump(), console.screendump()) is not None
        for key in ("r", "o", "o", "t", "ret"):
            type_(box, key)
        wait_until(lambda: box.console().endswith("#"), SLOW, "shell", pause=1)
        type_(box, "ctrl", "d")


def test_follows_a_desktop_that_resizes(box, console, directory):
    with by_hand(box, url_of(console.port)) as service:
        wait_shown(box, console.screendump, directory)
        console.resolution(800, 600)
        wait_until(lambda: covers(box.screendump()), SLOW, "the whole of 800x600", pause=1)
        console.resolution(*SIZE)
        console.paint(3)
        wait_shown(box, console.screendump, directory)
        assert [line for line in service.said(OURS) if "plain text" not in line] == [], service.journal()


def covers(shown):
    """The guest's frame of white is at the window's edges: all of the desktop is in sight."""
    return all(min(shown.pixel(x, y)) > 128 for x, y in
               ((0, 60), (shown.width - 1, 60), (shown.width // 2, 0), (shown.width // 2, shown.height - 1)))


def quiet_console(*besides):
    """A server that shows PICTURE and `besides`, and then nothing: it answers probes, with nothing new."""
    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, PICTURE), *besides)
        for number in itertools.count(2):
            connection.wait("fbur", count=number, where=lambda m: not m.incremental, seconds=3600)
            connection.update()
    return RawPeer(script)


def test_the_picture_is_back_with_its_virtual_console(box, directory):
    """Nothing that the guest sends draws it anew."""
    with quiet_console() as peer, by_hand(box, url_of(peer.port)) as service:
        wait_shown(box, lambda: PICTURE, directory)
        box.run("systemctl", "start", "getty@tty2")
        box.run("chvt", "2")
        wait_until(lambda: box.run("cat", "/sys/class/tty/tty0/active").strip() == "tty2", SLOW, "console 2")
        assert picture.difference(box.screendump(), PICTURE) is not None
        box.run("chvt", "1")
        wait_shown(box, lambda: PICTURE, directory)
        assert [line for line in service.said(OURS) if "plain text" not in line] == [], service.journal()


@pytest.mark.parametrize("side, hot", [(256, 200), (200, 20), (16, 7)])
def test_a_cursor_is_where_it_points_and_no_larger_than_the_display_allows(box, directory, side, hot):
    """The shape is the server's. What SDL copied of a larger one was behind the end of a buffer, which the
    C library is asked to look for."""
    checked = ("LD_PRELOAD=libc_malloc_debug.so.0", "MALLOC_CHECK_=3")
    shape = rfb_server.cursor(hot, hot, side, side, 0x7f7f7f)
    with quiet_console(shape) as peer, by_hand(box, url_of(peer.port), env=checked) as service:
        wait_shown(box, lambda: PICTURE, directory)
        for at in (8192, 16384):
            box.pointer_absolute(at, at)
            time.sleep(1)
        peer.connection().wait("pointer", where=lambda m: m.x > SIZE[0] // 3, seconds=SLOW)
        spot = hot * min(1, PLANE / side)
        wanted = [at * (size - 1) // LAST - spot for at, size in zip((16384, 16384), SIZE)]

        def there():
            plane = box.plane(1)
            place = [int(value) for value in plane["crtc-pos"].partition("+")[2].split("+")]
            return plane["fb"] != "0" and all(abs(a - b) <= 1 for a, b in zip(place, wanted))
        wait_until(there, SLOW, f"pointer at {wanted}, it is {box.plane(1)}", pause=1)
        assert service.show("ActiveState") == "active", service.journal()


def test_says_when_the_keys_are_not_its_own(box, console, directory):
    with by_hand(box, url_of(console.port), tty=None) as service:
        service.wait_said("warning ui: keys go to this machine's own console, too; start ecsview on it", seconds=SLOW)
