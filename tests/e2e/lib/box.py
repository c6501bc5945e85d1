# SPDX-License-Identifier: GPL-2.0-or-later
"""A whole machine in QEMU that boots a Debian: a kernel of its own, a screen (virtio-gpu) with neither
X nor Wayland, keyboard and tablet. The root on the disk is not changed by it. It is a PC, or the 64-bit ARM
machine without a model that QEMU calls virt."""

import base64
import itertools
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import NamedTuple

from .process import Child, wait_until
from .qemu import Qemu
from .qmp import Qmp
from .serial_line import SerialLine, serial_pipes

TARGET = os.environ.get("ECSVIEW_TARGET", "native")
FOREIGN = Path(__file__).resolve().parents[3] / "toolchains" / "foreign"
# A minute on a quiet machine of its own kind, but all of it is emulated.
BOOT_SECONDS, COMMAND_SECONDS = (600, 300) if TARGET == "native" else (1800, 1200)
SIZE = (640, 480)  # of its screen: all that is drawn is drawn by the emulated processor
USER = "viewer"  # may use screen and keyboard, and nothing else
HOST = "10.0.2.2"  # what QEMU's network has for this machine's 127.0.0.1
# A shell for the test. It is there before all else, and whatever becomes of the screen.
SHELL = """[Unit]
DefaultDependencies=no
After=local-fs.target
[Service]
ExecStart=/bin/sh -c 'stty -echo -onlcr; echo box; exec sh'
StandardInput=tty
StandardOutput=tty
StandardError=journal
TTYPath=/dev/ttyS0
Environment=HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
"""
NETWORK = "[Match]\nType=ether\n[Network]\nDHCP=yes\n"
# The emulated timer is late on a busy machine, and the kernel's test of it would end the boot.
WORDS = "root=/dev/vda rw console={} no_timer_check edd=off nokaslr mitigations=off loglevel=4 systemd.show_status=0"


class Kind(NamedTuple):
    """QEMU's words, the serial lines for the shell and for the kernel's words, and the latter's name."""
    machine: tuple
    shell: tuple
    log: tuple
    console: str


# The shell is on ttyS0. An ARM machine has one line of another kind, and that is a card. The processor
# is one that QEMU emulates without the costly signing of pointers that `max` has.
KINDS = {"native": Kind(("qemu-system-x86_64", "-cpu", "max"), ("-serial", "chardev:com"),
                        ("-serial", "chardev:log"), "ttyS1"),
         "arm64": Kind(("qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a72"),
                       ("-device", "pci-serial,chardev=com"), ("-serial", "chardev:log"), "ttyAMA0")}
KIND = KINDS.get(TARGET)


def obstacle(root):
    """Why no such machine can be made here, or None."""
    if KIND is None:
        return f"no such machine for {TARGET} is known"
    if os.geteuid() != 0:
        return "the files of its disk are root's"
    assert list(Path(root).glob("boot/vmlinuz-*")), f"{root} has no kernel"
    return None


def disk(root, directory, tree):
    """An image of the root, with the packed tree and a user for the screen in it; a Path."""
    root = Path(root)
    subprocess.run(["tar", "-xzf", tree, "-C", root], check=True, timeout=60)
    units = root / "etc/systemd/system"
    (units / "ecsview-test.service").write_text(SHELL)
    wants = units / "sysinit.target.wants"
    wants.mkdir(exist_ok=True)
    for link, target in ((wants / "ecsview-test.service", "../ecsview-test.service"),
                         (units / "serial-getty@ttyS0.service", "/dev/null"),
                         (units / "apt-daily.timer", "/dev/null"),
                         (units / "multi-user.target.wants/systemd-networkd.service",
                          "/lib/systemd/system/systemd-networkd.service")):
        link.unlink(missing_ok=True)
        link.symlink_to(target)
    (root / "etc/systemd/network/80-test.network").write_text(NETWORK)
    (root / "etc/hostname").write_text("box\n")
    shadow = (root / "etc/shadow").read_text()
    (root / "etc/shadow").write_text(re.sub(r"^root:[^:]*:", "root::", shadow, flags=re.M))
    if f"\n{USER}:" not in (root / "etc/passwd").read_text():
        subprocess.run([FOREIGN, TARGET, "chroot", root, "useradd", "-m", "-G", "video,render,input", USER], check=True,
                       timeout=300)
    image = Path(directory) / "disk"
    with open(image, "wb") as file:
        file.truncate(2 << 30)
    subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", root, image], check=True, timeout=300)
    return image


class Box(Qemu):
    """Context manager: booted, and idle. Screen, keys and pointer are Qemu's."""

    def __init__(self, root, image, directory):
        super().__init__(image, directory)
        self._root, self._numbers = Path(root), itertools.count()

    def _start(self):
        with self._listener("qmp") as qmp:
            self._child = Child(self._argv(), self.directory, "box")
            self.qmp = Qmp(self._accept(qmp))
        self.serial = SerialLine(f"{self._sockets}/com")
        self.cont()
        self.serial.wait("box", seconds=BOOT_SECONDS)
        wait_until(lambda: self.run("systemctl", "is-system-running", check=False).strip() in ("running", "degraded"),
                   BOOT_SECONDS, "end of the boot", pause=2)

    def _argv(self):
        kernel, = self._root.glob("boot/vmlinuz-*")
        initrd, = self._root.glob("boot/initrd.img-*")
        return [*KIND.machine, "-accel", "tcg", "-m", "1024", "-nodefaults", "-no-user-config", "-display", "none", "-S",
                "-kernel", kernel, "-initrd", initrd, "-append", WORDS.format(KIND.console),
                "-drive", f"file={self.image},format=raw,if=virtio,snapshot=on",
                "-device", f"virtio-gpu-pci,xres={SIZE[0]},yres={SIZE[1]}",
                "-device", "virtio-keyboard-pci", "-device", "virtio-tablet-pci",
                "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net",
                *serial_pipes(f"{self._sockets}/com"), *KIND.shell,
                "-chardev", f"file,id=log,path={self.directory}/console", *KIND.log,
                "-chardev", f"socket,id=qmp,path={self._sockets}/qmp", "-mon", "chardev=qmp,mode=control"]

    def run(self, *words, check=True, seconds=COMMAND_SECONDS):
        """Standard output and error of a command in it."""
        return self.shell(shlex.join(map(str, words)), check, seconds)

    def shell(self, command, check=True, seconds=COMMAND_SECONDS):
        since, name = self.serial.mark(), f"end-{next(self._numbers)}"
        self.serial.send(f"{{ {command}\n}} </dev/null 2>&1; printf '\\n%s %s\\n' {name} $?\n")
        code = int(self.serial.wait(rf"{name} \d+", since, seconds).split()[1])
        lines = self.serial.since(since)
        text = "\n".join(lines[:next(i for i, line in enumerate(lines) if line.startswith(name + " "))])
        if check and code != 0:
            raise RuntimeError(f"{command}: {code}: {text[-2000:]}")
        return text.removesuffix("\n")

    def write(self, path, text, mode=0o600):
        data = base64.b64encode(text.encode()).decode()
        parts = [data[at:at + 1000] for at in range(0, len(data), 1000)]
        self.shell(f"mkdir -p {shlex.quote(os.path.dirname(path))} && : >/run/part && " + " && ".join(
            f"\nprintf %s {part} >>/run/part" for part in parts) + f" &&\nbase64 -d </run/part >{path} && "
            f"chmod {mode:o} {path} && rm /run/part")

    def remove(self, path):
        self.run("rm", "-f", path)

    def forward(self, *ports):
        """Has its own 127.0.0.1 lead to this machine's there: an address is one of a certificate."""
        for port in ports:
            self.shell(f"systemd-run -q --unit=forward-{port} --socket-property=ListenStream=127.0.0.1:{port} "
                       f"/lib/systemd/systemd-socket-proxyd {HOST}:{port}")

    def pids(self, name):
        return self.run("pidof", name, check=False).split()

    def console(self, number=1):
        """The text that a virtual console has, whether or not it is the one to be seen."""
        rows = self.shell(f"fold -w $(stty size </dev/tty{number} | cut -d' ' -f2) /dev/vcs{number}")
        return "\n".join(line.rstrip() for line in rows.split("\n")).strip()

    def plane(self, number):
        """{what the kernel tells of a plane of the screen: value}; 1 is the pointer's."""
        text = self.run("cat", "/sys/kernel/debug/dri/0/state")
        part = re.split(r"^(?=\w+\[\d+\]: )", text, flags=re.M)
        told, = (each for each in part if re.match(rf"plane\[\d+\]: plane-{number}\n", each))
        return dict(re.findall(r"([\w-]+)=(\S+)", told))
