# SPDX-License-Identifier: GPL-2.0-or-later
"""The real unit under a real systemd with the real display server, from the packed tree:
`make kiosk-check RELEASE=bookworm|trixie`.

The machine is a bare Debian with the packages that the unit is said to need. The display server has
no screen but one in memory, which is all that a drop-in of the tests changes.
"""

import os
import re
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib import picture
from lib.machine import Service
from lib.ports import Port
from lib.process import wait_until
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET, REGION, EcsSim

pytestmark = pytest.mark.timeout(1500 if os.environ.get("ECSVIEW_SOAK") else 180)
SOAK = bool(os.environ.get("ECSVIEW_SOAK"))  # the unit's own watchdog, the program's own pauses
KEY_A = 30
UNIT = f"ecsview@{INSTANCE}.service"
DROPIN = "/etc/systemd/system/ecsview@.service.d/test.conf"
HEADLESS = "WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman"
IN_A_WINDOW = "WLR_BACKENDS=x11 WLR_RENDERER=pixman DISPLAY="
KEYS = f"[default]\ntype = access_key\naccess_key_id = {KEY_ID}\naccess_key_secret = {KEY_SECRET}\n"
PASSWORD = "geheimes"
CONNECTED = r"connected\.$"
OURS = r" (warning|error) [a-z]+: "
LOST, BACK = "warning link: the console is lost because=", "warning link: the console is back after="


class Kiosk:
    """Keys, options and screen of a kiosk on the machine, and the cloud that it will ask."""

    def __init__(self, machine, authority, port, directory):
        self.machine, self.service = machine, Service(machine, UNIT)
        self._authority, self._port, self._directory = authority, port, directory

    def cloud(self, *options):
        return EcsSim(self._directory, "--dir", self._authority, "--listen",
                      f"127.0.0.1:{self._port}", "--still", "--log-input", *options)

    def configure(self, *dropin, screen=HEADLESS):
        ca = self._authority / "ca.pem"
        self.machine.write("/etc/ecsview/ca.pem", ca.read_text(), 0o644)
        self.machine.write("/etc/ecsview/kiosk.env",
                           f"ALIBABA_CLOUD_REGION_ID={REGION}\nECSVIEW_OPTIONS=--ca-file "
                           f"/etc/ecsview/ca.pem --endpoint https://127.0.0.1:{self._port} "
                           "--console-hosts 127.0.0.1\n")
        if not any("Encrypted" in line for line in dropin):
            self.machine.write("/etc/credstore/ecsview.credentials", KEYS)
        self.machine.write(DROPIN, "\n".join(["[Service]", f"Environment={screen}", *dropin, ""]),
                           0o644)

    @contextmanager
    def running(self, *options, dropin=(), screen=HEADLESS):
        """(cloud, service), connected."""
        with self.cloud(*options) as cloud:
            self.configure(*dropin, screen=screen)
            self.service.start()
            self.service.wait_status(CONNECTED)
            yield cloud, self.service

    def process(self, name="ecsview"):
        found, = self.machine.processes(name)
        return found

    def end(self):
        self.service.systemctl("stop", check=False)
        for file in self.machine.root.glob("etc/credstore*/*"):
            file.unlink()


@pytest.fixture
def kiosk(machine, authority, directory):
    with Port() as port:
        kiosk = Kiosk(machine, authority, port, directory)
        yield kiosk
        kiosk.end()


def assert_clean_end(service):
    assert service.show("ActiveState") == "inactive"
    assert (service.show("Result"), service.show("ExecMainStatus")) == ("success", "0")
    # Whoever loses its display server first cannot let go of the guest's keys any more.
    assert not service.said("X connection|core-dump|signal|Killing|timed out"), service.journal()


def test_shows_the_console_and_ends_clean(kiosk, xvfb, directory):
    """The display server's screen is a window here, so what a person would see and type is real."""
    screen = IN_A_WINDOW + xvfb.display
    with kiosk.running(screen=screen) as (cloud, service):
        assert service.show("MemoryMax") == str(512 << 20)
        assert service.show("WatchdogUSec") == "1min"
        wait_until(lambda: shows(cloud, xvfb), 20, "the console on the screen")
        xvfb.framebuffer().save(directory / "screen.png")
        xvfb.mouse_move(500, 300)
        xvfb.key_down(KEY_A)
        pressed = cloud.wait_log(event="message", down=True)[0]
        print(f"all processes of the unit have {memory(kiosk)} kB")
        service.systemctl("stop")
        xvfb.key_up(KEY_A)
        released = cloud.wait_log(event="message", down=False)[-1]
        assert released["keysym"] == pressed["keysym"] == ord("a")
        assert_clean_end(service)
        assert kiosk.machine.processes("cage") == kiosk.machine.processes("ecsview") == []
        assert not service.said(OURS), service.journal()


def memory(kiosk):
    """PSS of everything that the unit has started."""
    pids = [pid for name in ("cage", "Xwayland", "ecsview", "ecsview-spawner", "ecsview-decoder")
            for pid in kiosk.machine.processes(name)]
    return sum(int(re.search(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])
               for pid in pids)


def shows(cloud, display):
    """Whether the console is on the screen, pixel by pixel."""
    seen = len(cloud.log(event="picture"))
    cloud.signal(signal.SIGUSR2)
    console = picture.load(cloud.wait_log(count=seen + 1, event="picture")[-1]["path"])
    shown = display.framebuffer().crop(0, 0, console.width, console.height)
    return shown.rgb == console.rgb


def test_tells_prometheus_how_it_goes(kiosk):
    """Whoever reads it, as node_exporter does, is neither root nor the kiosk's user."""
    def told():
        return kiosk.machine.run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat",
                                 f"/run/ecsview/{INSTANCE}.prom", check=False)
    with kiosk.running("--reconnects", "1000/60s") as (cloud, service):
        wait_until(lambda: f'ecsview_state{{console="{INSTANCE}",state="live"}} 1\n' in told(), 20, "live")
        assert 'ecsview_reconnects_total{console="' + INSTANCE + '"} 0\n' in told()
        cloud.cut()
        wait_until(lambda: 'ecsview_reconnects_total{console="' + INSTANCE + '"} 1\n' in told(), 30,
                   "a reconnect")
        os.kill(kiosk.process(), signal.SIGKILL)
        wait_until(lambda: service.show("NRestarts") == "1", 30, "restart", pause=0.2)
        service.wait_status(CONNECTED)
        wait_until(lambda: 'state="live"} 1\n' in told(), 20, "live again")
        assert 'process="ecsview"' in told() and "ecsview-decoder" not in told()  # as the page says
        service.systemctl("stop")
        assert kiosk.machine.run("ls", "-A", "/run/ecsview") == ""


def environments(machine):
    """{process: its environment and arguments} of all that run there."""
    found = {}
    for pid in [machine.init, *machine.processes()]:
        try:
            found[pid] = b"".join(Path(f"/proc/{pid}/{file}").read_bytes()
                                  for file in ("environ", "cmdline"))
        except FileNotFoundError:
            pass  # it has ended
    return found


def test_is_set_up_by_one_command_and_taken_back(kiosk):
    """Nothing of it but the machine's own key for what is encrypted is left."""
    def files():
        return kiosk.machine.run("find", "/etc", "/var/lib/ecsview-kiosk", "-ls", check=False)

    def call(*words):
        return kiosk.machine.run("ecsview-kiosk", *words)
    with kiosk.cloud():
        kiosk.configure()
        kiosk.machine.run("mv", "/etc/credstore/ecsview.credentials", "/run/keys")
        kiosk.machine.run("systemctl", "daemon-reload")
        before = files()
        told = call("setup", INSTANCE, "--region", REGION, "--key-file", "/run/keys")
        kiosk.machine.remove("/run/keys")
        kiosk.service.wait_status(CONNECTED)
        assert "write /etc/credstore.encrypted/" in told and KEY_SECRET not in told
        assert kiosk.service.show("UnitFileState") == "enabled"
        assert "connected." in call("status")
        seen = environments(kiosk.machine)
        assert [pid for pid, text in seen.items() if KEY_SECRET.encode() in text] == []
        call("undo")
        assert kiosk.service.show("ActiveState") == "inactive"
        assert kiosk.service.show("UnitFileState") == "disabled"
        assert without_times(files()) == without_times(before)
        assert kiosk.machine.processes("cage") == []


def without_times(listing):
    """Of find -ls, without numbers and times: a folder's change when something in it comes and goes."""
    return sorted((line.split()[2], *line.split()[4:6], line.split()[10]) for line in listing.splitlines())


@pytest.mark.parametrize("encrypted", [False, True])
def test_no_key_is_in_any_environment(kiosk, directory, encrypted):
    password = directory / "password"
    password.write_text(PASSWORD + "\n")
    kiosk.machine.write(f"/etc/credstore/ecsview-{INSTANCE}.vnc-password", PASSWORD + "\n")
    dropin = []
    if encrypted:
        dropin = ["LoadCredentialEncrypted=credentials:ecsview.credentials"]
        kiosk.machine.write("/run/keys", KEYS)
        kiosk.machine.run("mkdir", "-p", "/etc/credstore.encrypted")
        kiosk.machine.run("systemd-creds", "encrypt", "--with-key=host", "--name=credentials",
                          "/run/keys", "/etc/credstore.encrypted/ecsview.credentials")
        kiosk.machine.remove("/run/keys")
    with kiosk.running("--vnc-password-file", password, dropin=dropin) as (_, service):
        assert not service.said(OURS), service.journal()
        seen = environments(kiosk.machine)
        for name in ("cage", "Xwayland", "ecsview", "ecsview-spawner", "ecsview-decoder"):
            assert kiosk.process(name) in seen
        assert b"ALIBABA_CLOUD_CREDENTIALS_FILE=" in seen[kiosk.process("cage")]
        for canary in (KEY_ID, KEY_SECRET, PASSWORD):
            assert [pid for pid, text in seen.items() if canary.encode() in text] == []


def test_waits_for_an_api_that_comes_late(kiosk):
    with kiosk.cloud():
        pass  # the authority is there now
    kiosk.configure()
    kiosk.service.start()
    kiosk.service.wait_said("warning link: there is no console yet because=.*127.0.0.1")
    kiosk.service.wait_status("127.0.0.1")
    with kiosk.cloud():
        kiosk.service.wait_status(CONNECTED, 90)
        assert len(kiosk.service.said("warning link: the console is there after=")) == 1
        assert kiosk.service.show("NRestarts") == "0"


def test_ends_clean_while_there_is_no_api(kiosk):
    with kiosk.cloud():
        pass
    kiosk.configure()
    kiosk.service.start()
    kiosk.service.wait_said("there is no console yet")
    kiosk.service.systemctl("stop")
    assert_clean_end(kiosk.service)


DROPS = 20


def test_drops(kiosk):
    """Each is one line when the console is lost, with the reason, and one when it is back."""
    haste = []  # the program's own pauses after so many drops are minutes
    if not SOAK:
        testing = kiosk.machine.root / "run" / "ecsview-testing"
        testing.write_bytes(Path(os.environ["ECSVIEW_TESTING"]).read_bytes())
        testing.chmod(0o755)
        haste = ["Environment=ECSVIEW_TEST_HASTE=1000 ECSVIEW_TEST_BUDGET=1000",
                 "BindReadOnlyPaths=/run/ecsview-testing:/usr/local/bin/ecsview"]
    with kiosk.running("--reconnects", "1000/60s", dropin=haste) as (cloud, service):
        main = service.show("MainPID")
        for number in range(DROPS):
            cloud.cut()
            service.wait_said(LOST, number + 1)
            service.wait_said(BACK, number + 1, 150)
        assert (service.show("MainPID"), service.show("NRestarts")) == (main, "0")
        assert len(service.said(LOST + r"\S")) == len(service.said(BACK + r"\d+ s$")) == DROPS
        print(f"{DROPS} drops; {service.said(BACK)[-1]}")
        service.systemctl("stop")
        assert_clean_end(service)


def test_a_dead_decoder_is_replaced(kiosk):
    with kiosk.running() as (_, service):
        os.kill(kiosk.process("ecsview-decoder"), signal.SIGKILL)
        service.wait_said(LOST + ".*decoder")
        service.wait_said(BACK)
        service.wait_status(CONNECTED)
        assert service.show("NRestarts") == "0"


def test_the_watchdog_begins_a_stopped_viewer_anew(kiosk):
    with kiosk.running(dropin=[] if SOAK else ["WatchdogSec=4"]) as (_, service):
        for _ in range(3):
            fed = service.show("WatchdogTimestampMonotonic")
            wait_until(lambda: service.show("WatchdogTimestampMonotonic") != fed, 80, "its food",
                       pause=0.2)
        assert service.show("NRestarts") == "0"
        os.kill(kiosk.process(), signal.SIGSTOP)
        wait_until(lambda: service.show("NRestarts") == "1", 100, "restart", pause=0.5)
        service.wait_status(CONNECTED)
        assert service.said("Watchdog timeout") and not service.said("timed out. Killing")
        assert len(kiosk.machine.processes("cage")) == 1


@pytest.mark.parametrize("victim", ["ecsview", "Xwayland", "cage"])
def test_what_dies_is_begun_anew(kiosk, victim):
    with kiosk.running() as (_, service):
        os.kill(kiosk.process(victim), signal.SIGKILL)
        wait_until(lambda: service.show("NRestarts") == "1", 30, "restart", pause=0.2)
        service.wait_status(CONNECTED)
        service.systemctl("stop")
        assert service.show("ActiveState") == "inactive"


def test_a_stopped_viewer_does_not_keep_the_unit(kiosk):
    with kiosk.running() as (_, service):
        os.kill(kiosk.process(), signal.SIGSTOP)
        service.systemctl("stop")
        assert service.show("ActiveState") in ("inactive", "failed")
        assert kiosk.machine.processes("cage") == kiosk.machine.processes("ecsview") == []
