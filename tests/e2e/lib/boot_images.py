# SPDX-License-Identifier: GPL-2.0-or-later
"""What QEMU boots by -kernel and -initrd: GRUB with a script, and a Linux that asks for a login."""

import gzip
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

GRUB = Path("/usr/lib/grub/i386-pc")
GRUB_FONT = Path("/usr/share/grub/ascii.pf2")
GRUB_PARTS = "serial terminal terminfo echo sleep cat memdisk tar lspci minicmd normal font gfxterm vbe".split()
GRUB_SCRIPT = """serial --unit=0 --speed=115200
terminfo serial dumb
terminal_input console
{terminal}
set pager=0
lspci
cat (memdisk)/page
echo {last}
sleep 1000
"""
GRUB_TEXT = "terminal_output console serial"
GRUB_PIXELS = "loadfont (memdisk)/ascii.pf2\nset gfxmode={}\nterminal_output gfxterm serial"
INIT = """#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox hostname kiosk-7
/sbin/agetty --noclear tty1 linux &
/sbin/agetty --noclear --keep-baud ttyS0 115200 dumb &
while :; do /bin/busybox sleep 1000; done
"""
ISSUE = "Debian GNU/Linux 12 \\n\n\nWelcome to \\n, \\s on \\m.\nYours are: # $ % & ( ) * + , - . / : ; < = > ? [ ] ^ _ { | } ~\n\n"


def grub(directory, page, last, mode=None):
    """A file for -kernel: GRUB tells of itself, shows `page` and says `last`; in pixels with a mode ("800x600")."""
    script = directory / "grub.cfg"
    terminal = GRUB_PIXELS.format(mode) if mode else GRUB_TEXT
    script.write_text(GRUB_SCRIPT.format(terminal=terminal, last=last))
    (directory / "page").write_text(page)
    with tarfile.open(directory / "memdisk", "w") as disk:
        disk.add(directory / "page", "page")
        disk.add(GRUB_FONT, GRUB_FONT.name)
    core, image = directory / "core.img", directory / "grub"
    subprocess.run(["grub-mkimage", "-O", "i386-pc", "-p", "/", "-c", script, "-m", directory / "memdisk", "-o", core,
                    *GRUB_PARTS], check=True, timeout=60)
    image.write_bytes((GRUB / "lnxboot.img").read_bytes() + core.read_bytes())
    return image


def entry(name, mode, data, number):
    """One file of a cpio archive, as Linux' initramfs has them (newc)."""
    name = name.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def shared_objects(program):
    """Where the program and what it is linked with lie."""
    told = subprocess.run(["ldd", program], stdout=subprocess.PIPE, text=True, check=True, timeout=20).stdout
    return [program, *re.findall(r"(/\S+) \(0x", told)]


def login(directory):
    """A file for -initrd: a getty of this machine on tty1 and on ttyS0."""
    files = {"init": (0o755, INIT.encode()), "etc/issue": (0o644, ISSUE.encode()),
             "etc/os-release": (0o644, Path("/etc/os-release").read_bytes()),
             "bin/busybox": (0o755, Path(shutil.which("busybox")).read_bytes())}
    for path in shared_objects(shutil.which("agetty", path="/sbin:/usr/sbin")):
        name = "sbin/agetty" if path.endswith("agetty") else path.lstrip("/")
        files[name] = (0o755, Path(path).read_bytes())
    folders = {str(parent) for name in [*files, "dev/x", "proc/x", "run/x"] for parent in Path(name).parents} - {"."}
    archive = b"".join(entry(name, 0o40755, b"", number) for number, name in enumerate(sorted(folders), 1))
    archive += b"".join(entry(name, 0o100000 | mode, data, number)
                        for number, (name, (mode, data)) in enumerate(files.items(), 1000))
    image = directory / "login.img"
    image.write_bytes(gzip.compress(archive + entry("TRAILER!!!", 0, b"", 0), 1))
    return image
