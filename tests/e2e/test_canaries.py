# SPDX-License-Identifier: GPL-2.0-or-later
"""Canaries: every secret that there is goes through the program at its highest log level, and is then
looked for in all that others could see: what it prints, /proc, its files, the X server, the wire
outside TLS, and what is left of it when it crashes."""

import contextlib
import os
import re
import signal
from pathlib import Path

import pytest

from lib import inside, selection
from lib.bare_client import vnc_url
from lib.commands import encoded
from lib.consoles import wait_shown
from lib.http_proxy import HttpProxy
from lib.keys import KEYS, ROLE, TESTING, KeyCloud, environment, ini, profile
from lib.process import run
from lib.viewer import Viewer, command

VNC_PASSWORD = "cAnaV7"
STS_TOKEN = "canary-sts-token-Zq4"
PROXY_LOGIN = "canaryuser:canary-proxy-Kw8"
SELECTIONS = "clipboard", "primary", "secondary"
PAGE = "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?"
# The stand-in's temporary secrets and tokens; one of any kind is a hit.
TEMPORARY = re.compile(rb"issued-[\w-]{16}|CAIS[0-9a-f]{24}")
# What the kernel tells about a process to who may ask, but for its memory.
NOT_READ = {"mem", "pagemap", "clear_refs", "kmsg", "kpagecount"}
with_sight = pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT)


class Recorded(HttpProxy):
    """A proxy that keeps what goes through it, both ways."""

    def __init__(self, **how):
        super().__init__(**how)
        self.wire = bytearray()

    def copied(self, data):
        self.wire += data


def secrets_of(sim):
    tickets = [entry["url"].partition("?")[2].partition("=")[2] for entry in sim.log(event="issue")]
    assert tickets
    spelled = [form for ticket in tickets for form in (ticket, encoded(ticket, 1))]
    return [*KEYS.values(), VNC_PASSWORD, STS_TOKEN, *PROXY_LOGIN.split(":"), *spelled]


def hits(seen, secrets):
    """{place: what was found there} of {place: bytes}."""
    found = {}
    for place, data in seen.items():
        for secret in secrets:
            if secret.encode() in data:
                found.setdefault(place, []).append(secret)
        found.update({place: match.group() for match in TEMPORARY.finditer(data)})
    return found


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def of_process(pid):
    place = Path(f"/proc/{pid}")
    seen = {}
    for folder in (place, *place.glob("task/*")):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended
            for path in folder.iterdir():
                if path.name not in NOT_READ and path.is_file():
                    seen[str(path)] = read(path)
    for path in place.glob("fd/*"):
        with contextlib.suppress(FileNotFoundError):
            seen[str(path)] = os.fsencode(os.readlink(path))
    return seen


def of_display(display):
    """Its windows, its selections, and with the root the old cut buffers."""
    env = display.environment()
    seen = {"root": run(["xprop", "-root"], env=env)}
    seen.update({name: (selection.taken(display, name) or "").encode() for name in SELECTIONS})
    for window in re.findall(rb"0x[0-9a-f]{3,}", run(["xwininfo", "-root", "-tree"], env=env)):
        name = window.decode()
        try:
            seen[name] = run(["xprop", "-id", name], env=env) + run(["xwininfo", "-all", "-id", name], env=env)
        except RuntimeError:
            pass  # it is gone
    return seen


def of_files(*folders):
    return {str(path): read(path) for folder in folders for path in folder.rglob("*")
            if path.is_file()}


def everything(viewer, display, temporary, fresh):
    seen = {"printed": (viewer.stdout() + viewer.stderr()).encode()}
    for pid in (viewer.pid, *viewer.children()):
        seen.update(of_process(pid))
    seen.update(of_display(display))
    seen.update(of_files(viewer.home, temporary))
    seen.update({str(path): read(path) for path in fresh()})
    return seen


@pytest.fixture
def fresh():
    """Files in the usual temporary folders that were not there before."""
    def now():
        return {path for folder in ("/tmp", "/dev/shm", "/var/tmp") for path in Path(folder).glob("*")
                if path.is_file()}
    before = now()
    return lambda: now() - before


def cloud(directory, *options):
    file = directory / "vnc-password"
    file.write_text(VNC_PASSWORD + "\n")
    return KeyCloud(directory, "--vnc-password-file", file, "--url-ttl", "60s", *options)


def given_by_file(directory):
    path = directory / "password"
    path.write_text(VNC_PASSWORD + "\n")
    path.chmod(0o600)
    return ["--password-file", path], {}


def given_by_variable(_directory):
    return [], {"ECSVIEW_VNC_PASSWORD": VNC_PASSWORD}


# Each: (options, variables, target).

def by_environment(sim, home, directory):
    options, variables = given_by_variable(directory)
    return options, home.env(**environment(), **variables), sim.instance


def by_profile(sim, home, directory):
    home.profiles(profile())
    options, variables = given_by_file(directory)
    return options, home.env(**variables), sim.instance


def by_ini(sim, home, directory):
    home.ini(**ini())
    options, variables = given_by_file(directory)
    return options, home.env(**variables), sim.instance


def by_role(sim, home, directory):
    home.profiles(profile("source", mode="RamRoleArn", ram_role_arn=ROLE, sts_endpoint=sim.sts))
    options, variables = given_by_variable(directory)
    return options, home.env(**variables), sim.instance


def by_command(sim, home, directory):
    home.command()
    options, variables = given_by_variable(directory)
    return options, home.env(**variables), sim.instance


def by_metadata(sim, home, directory):
    options, variables = given_by_variable(directory)
    return options, home.env(ALIBABA_CLOUD_ECS_METADATA_DISABLED="",
                             ECSVIEW_TEST_METADATA=sim.metadata, **variables), sim.instance


def by_uri(sim, home, directory):
    options, variables = given_by_variable(directory)
    return options, home.env(ALIBABA_CLOUD_CREDENTIALS_URI=f"{sim.metadata}/credentials",
                             **variables), sim.instance


def by_page_link(sim, home, _directory):
    """With the console's password in it."""
    link = f"{PAGE}vncUrl={encoded(vnc_url(sim), 1)}&instanceId=&isWindows=false&password={VNC_PASSWORD}"
    return [], home.env(), link


FLOWS = {flow.__name__: flow for flow in (by_environment, by_profile, by_ini, by_role, by_command,
                                          by_metadata, by_uri, by_page_link)}


@with_sight
@pytest.mark.parametrize("name", FLOWS)
def test_no_secret_is_seen(directory, home, xvfb, fresh, name):
    temporary = directory / "temporary"
    temporary.mkdir()
    form = "json" if list(FLOWS).index(name) % 2 else "text"
    with cloud(directory) as sim, Recorded(login=PROXY_LOGIN) as proxy:
        options, env, target = FLOWS[name](sim, home, directory)
        env = {**env, "TMPDIR": str(temporary), "https_proxy": proxy.url(PROXY_LOGIN)}
        with Viewer(directory, *sim.args(), "--log-level", "debug", "--log-format", form, *options,
                    target, display=xvfb, env=env, program=TESTING) as viewer:
            sim.wait_log(event="vnc_auth", verdict="ok")
            wait_shown(sim, viewer)
            seen = everything(viewer, xvfb, temporary, fresh)
            assert len(seen) > 200 and b"debug" in seen["printed"]
            assert viewer.terminate() == 0
            seen["printed"] = (viewer.stdout() + viewer.stderr()).encode()
        assert proxy.asked and len(proxy.wire) > 1000
        seen["wire"] = bytes(proxy.wire)
        assert hits(seen, secrets_of(sim)) == {}


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_nothing_is_left_of_a_crash(directory, home, xvfb, number):
    with cloud(directory) as sim:
        options, env, target = by_environment(sim, home, directory)
        place = directory / "cwd"
        place.mkdir()
        program = ["sh", "-c", f'ulimit -c unlimited; cd "{place}"; exec "$@"', "sh", *command()]
        with Viewer(directory, *sim.args(), "--log-level", "debug", *options, target, display=xvfb,
                    env=env, program=program) as viewer:
            sim.wait_log(event="vnc_auth", verdict="ok")
            wait_shown(sim, viewer)
            viewer.signal(number)
            viewer.wait_exit()
            seen = {"printed": (viewer.stdout() + viewer.stderr()).encode(), **of_files(viewer.home)}
        assert list(place.iterdir()) == []
        assert hits(seen, secrets_of(sim)) == {}


@with_sight
def test_the_canaries_would_be_seen(directory, xvfb):
    """In each of these places, by a program that gives them away."""
    from lib.process import Child, wait_until
    with Child(["python3", "-c", "import time; print('ready', flush=True); time.sleep(60)", STS_TOKEN],
               directory, "canary", env={**os.environ, "KEY": VNC_PASSWORD}) as child:
        wait_until(lambda: "ready" in child.stdout(), 10, "child")
        found = hits(of_process(child.pid), [STS_TOKEN, VNC_PASSWORD])
    assert {Path(place).name for place in found} >= {"cmdline", "environ"}
    (directory / "file").write_text("issued-0123456789abcdef01")
    assert hits(of_files(directory), []) != {}
    selection.give(xvfb, f"before {STS_TOKEN} after")
    selection.give(xvfb, VNC_PASSWORD, which="PRIMARY")
    assert hits(of_display(xvfb), [STS_TOKEN, VNC_PASSWORD]) == {"clipboard": [STS_TOKEN], "primary": [VNC_PASSWORD]}
