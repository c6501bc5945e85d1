# SPDX-License-Identifier: GPL-2.0-or-later
"""The commands at a shell: what a signal, a full disk, a closed pipe and a half picture leave."""

import contextlib
import errno
import fcntl
import os
import resource
import signal
import struct
import subprocess
import termios
import threading

import pytest

from lib import picture, rfb_server
from lib.endings import (NETWORK, PROTOCOL, USAGE, refused, sentence, shot_out_of_time,
                         shot_refused)
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE, EcsSim
from lib.viewer import Viewer, command

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
COMMANDS = {"shot": [INSTANCE, "a.png"], "url": [INSTANCE], "list": []}
PIPE_ROOM = 65536  # a pipe holds so much when nobody reads


def big_picture(connection, begin=None):
    """Noise, so that its PNG is larger than any pipe."""
    connection.handshake(600, 400)
    connection.wait("fbur")
    if begin:
        begin.wait(60)
    connection.update(rfb_server.raw_rect(0, 0, 600, 400, os.urandom(600 * 400 * 4)))
    connection.hold()


def end_of(viewer, number):
    viewer.signal(number)
    return viewer.wait_exit(10)


def silent(viewer):
    return viewer.stderr() == ""


# Signals.

@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_signal_is_in_the_exit_code(directory, name, number):
    with EcsSim(directory, "--fail", "@hang") as sim:
        words = [str(directory / word) if word == "a.png" else word for word in COMMANDS[name]]
        with Viewer(directory, name, *words, *sim.args(), env=sim.env()) as viewer:
            sim.wait_log(event="api")
            assert end_of(viewer, number) == 128 + number
            assert viewer.stdout() == "" and silent(viewer)
    assert not list(directory.glob("a.png*"))


@pytest.mark.parametrize("silent_after", ["accept", "handshake", "half a picture"])
def test_a_signal_while_shot_waits_for_the_picture(directory, silent_after):
    def script(connection):
        if silent_after != "accept":
            connection.handshake(64, 64)
            connection.wait("fbur")
        if silent_after == "half a picture":
            connection.update(rfb_server.raw_rect(0, 0, 64, 32, 0x123456))
        connection.record("silent")
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, "shot", peer.url, directory / "a.png") as viewer:
            peer.connection().wait("silent")
            assert end_of(viewer, signal.SIGTERM) == 128 + signal.SIGTERM and silent(viewer)
    assert not list(directory.glob("a.png*"))


@pytest.mark.parametrize("to", ["-", "pipe"])
def test_a_signal_while_nobody_reads_the_picture(directory, to):
    """Bytes that stand in a pipe are no reason to stay."""
    with RawPeer(big_picture) as peer, pipe(directory, to) as (words, stdout, reader):
        with subprocess.Popen([*command(), "shot", peer.url, *words], stdout=stdout, cwd=directory,
                              stderr=subprocess.PIPE, env=home(directory)) as process:
            wait_until(lambda: full(reader), 20, "a full pipe")
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 128 + signal.SIGINT
            assert process.stderr.read() == b""


def home(directory):
    return {"HOME": str(directory), "XDG_RUNTIME_DIR": str(directory), "PATH": os.environ["PATH"]}


@contextlib.contextmanager
def pipe(directory, to):
    """(words of the command line, its standard output, what is read here): "-" or a named pipe."""
    if to == "-":
        read, write = os.pipe()
        yield ["-"], write, read
        os.close(write)
    else:
        path = directory / "pipe"
        os.mkfifo(path)
        read = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        yield [path], subprocess.DEVNULL, read
        assert path.is_fifo()
    os.close(read)


def full(reader):
    waiting = struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"\0\0\0\0"))[0]
    return waiting >= PIPE_ROOM


# What does not take it.

def ended(directory, words, stdout, env=None):
    """(exit code, standard error)"""
    done = subprocess.run([*command(), *map(str, words)], stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, env={**home(directory), **(env or {})},
                          cwd=directory, timeout=60, check=False)
    return done.returncode, done.stderr.decode()


@contextlib.contextmanager
def nowhere(reason):
    """A standard output that takes nothing, for that errno."""
    if reason == errno.ENOSPC:
        write = os.open("/dev/full", os.O_WRONLY)
    elif reason == errno.EPIPE:
        read, write = os.pipe()
        os.close(read)
    else:
        write = os.open("/dev/null", os.O_RDONLY)
    yield write
    os.close(write)


REASONS = [errno.ENOSPC, errno.EPIPE, errno.EBADF]


@pytest.mark.parametrize("reason", REASONS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", ["list", "list --json", "url", "url --page", "--help",
                                  "--version"])
def test_output_that_nobody_takes(directory, name, reason):
    with EcsSim(directory) as sim, nowhere(reason) as stdout:
        words = name.split()
        if words[0] in COMMANDS:
            words += [*([INSTANCE] if words[0] == "url" else []), *sim.args()]
        code, said = ended(directory, words, stdout, sim.env())
    assert said == ("ecsview: What was asked for could not be written to standard output "
                    f"({os.strerror(reason)}); choose another place for it.\n")
    assert code == USAGE


def test_output_that_was_closed(directory):
    """No socket may get its number, and what is printed to it is known to be lost."""
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command(), "--version"],
                          stderr=subprocess.PIPE, env=home(directory), timeout=60, check=False)
    assert done.returncode == USAGE and b"Bad file descriptor" in done.stderr


def small_picture(connection):
    connection.still((64, 64), rfb_server.raw_rect(0, 0, 64, 64, 0x123456))


@pytest.mark.parametrize("reason", REASONS, ids=errno.errorcode.get)
def test_picture_that_nobody_takes(directory, reason):
    with RawPeer(small_picture) as peer, nowhere(reason) as stdout:
        code, said = ended(directory, ["shot", peer.url, "-"], stdout)
    assert said == ("ecsview: The picture could not be written to standard output "
                    f"({os.strerror(reason)}); choose another place.\n")
    assert code == USAGE


def test_picture_on_standard_output(directory):
    with RawPeer(small_picture) as peer:
        read, write = os.pipe()
        code, said = ended(directory, ["shot", peer.url, "-"], write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe_end:
            (directory / "a.png").write_bytes(pipe_end.read())
        assert (code, said) == (0, "")
        assert picture.load(directory / "a.png").rgb == b"\x12\x34\x56" * 64 * 64
        with Viewer(directory, "shot", "-", "-", stdin=peer.url.encode()) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
            assert viewer.stdout_bytes().startswith(b"\x89PNG")


def test_a_terminal_gets_no_picture(directory):
    leader, follower = os.openpty()
    with RawPeer(small_picture) as peer:
        code, said = ended(directory, ["shot", peer.url, "-"], follower)
        assert code == USAGE and "is a terminal" in said and not peer.connections
    os.close(follower)
    os.close(leader)


def test_picture_for_a_device_or_a_pipe(directory):
    """Such a thing stays what it is."""
    device, path = directory / "null", directory / "pipe"
    device.symlink_to("/dev/null")
    os.mkfifo(path)
    with RawPeer(small_picture) as peer:
        with Viewer(directory, "shot", peer.url, device) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
        assert device.is_symlink()
        read = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with Viewer(directory, "shot", peer.url, path) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
        assert os.read(read, PIPE_ROOM).startswith(b"\x89PNG") and path.is_fifo()
        os.close(read)
        device.unlink()
        device.symlink_to("/dev/full")
        said = refused(directory, USAGE, "shot", peer.url, device)
        assert os.strerror(errno.ENOSPC) in said
        refused(directory, USAGE, "shot", peer.url, directory, words=os.strerror(errno.EISDIR))


def test_picture_that_replaces_another(directory):
    """Through a link, and no more people may read it than before."""
    old, link = directory / "old.png", directory / "link.png"
    old.write_text("old")
    old.chmod(0o600)
    link.symlink_to(old)
    with RawPeer(small_picture) as peer:
        with Viewer(directory, "shot", peer.url, link) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()
    assert link.is_symlink() and old.read_bytes().startswith(b"\x89PNG")
    assert old.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_fills_up_leaves_the_old_picture(directory):
    """A limit on the size of files stands for the disk's; it comes when the pixels have a place."""
    (directory / "a.png").write_text("old")
    limited = threading.Event()

    def script(connection):
        big_picture(connection, limited)

    with RawPeer(script) as peer:
        with Viewer(directory, "shot", peer.url, directory / "a.png") as viewer:
            peer.connection().wait("fbur")
            resource.prlimit(viewer.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
            limited.set()
            assert viewer.wait_exit() == USAGE
            assert os.strerror(errno.EFBIG) in sentence(viewer)
    assert [path.name for path in directory.glob("a.png*")] == ["a.png"]
    assert (directory / "a.png").read_text() == "old"


# Half a picture.

@pytest.mark.parametrize("transport", ["tcp", "ws"])
@pytest.mark.parametrize("rows", [1, 32, 63])
def test_half_a_picture_is_none(directory, transport, rows):
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, rows, 0x123456))

    with RawPeer(script, transport) as peer:
        shot_refused(directory, (NETWORK, PROTOCOL), peer.url)


def test_half_an_update_is_no_picture(directory):
    """All of the screen was drawn, and the update's last rectangle never came."""
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456), count=2)
        connection.hold()

    with RawPeer(script) as peer:
        shot_out_of_time(directory, peer.url, words="whole picture")


def test_half_a_picture_of_another_size_is_none(directory):
    """What was drawn before a change of the size does not count."""
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, 32, 0x123456),
                          rfb_server.desktop_size(64, 32))
        connection.update(rfb_server.raw_rect(0, 0, 64, 16, 0x123456))
        connection.hold()

    with RawPeer(script) as peer:
        shot_out_of_time(directory, peer.url, words="whole picture")
