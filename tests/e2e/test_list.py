# SPDX-License-Identifier: GPL-2.0-or-later
"""The account's instances as a list: of a region and of all, for a terminal and for a program."""

import json
import os
import pty
import subprocess
import termios
import unicodedata

import pytest

from lib.commands import asks, run
from lib.endings import API, CREDENTIALS, USAGE, refused
from lib.sim import INSTANCE, EcsSim
from lib.viewer import Viewer, command

NAMES = ("wëb 网站", "evil\x1b[31m\x07name")


def test_list(directory):
    machines = [f"i-{n:03}:Stopped:cn-hangzhou:number {n}" for n in range(230)]
    machines[7] = f"i-007=windows:Running:cn-hangzhou:{NAMES[1]}"
    machines[8] = f"i-008:Running:cn-hangzhou:{NAMES[0]}"
    with EcsSim(directory, *(part for machine in machines for part in ("--instance", machine))
                ) as sim:
        text = run(directory, "list", *sim.args(), env=sim.env())
        lines = text.splitlines()
        assert len(lines) == 231 and lines[0].split() == ["ID", "STATUS", "OS", "NAME"]
        assert lines[1].split(maxsplit=3) == ["i-000", "Stopped", "linux", "number 0"]
        assert lines[8].split(maxsplit=3) == ["i-007", "Running", "windows", "evil?[31m?name"]
        assert lines[9].endswith(NAMES[0]) and "\x1b" not in text
        assert len(asks(sim, "DescribeInstances")) == 3
        listed = json.loads(run(directory, "list", "--json", *sim.args(), env=sim.env()))
        assert [machine["id"] for machine in listed] == [f"i-{n:03}" for n in range(230)]
        assert (listed[7]["name"], listed[7]["os"]) == (NAMES[1], "windows")
        refused(directory, USAGE, "list", *sim.anywhere(), env=sim.env(), words="--region")


def machines_of(*machines):
    return [part for machine in machines for part in ("--instance", machine)]


SPREAD = machines_of("i-a:Running:cn-hangzhou:first", "i-b=windows:Stopped:eu-central-1:网站",
                     "i-c:Starting:cn-beijing:third one")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_list_of_all_regions(directory, form):
    with EcsSim(directory, "--format", form, *SPREAD) as sim:
        args = ["list", "--all-regions", *sim.anywhere()]
        text = run(directory, *args, env=sim.env())
        assert [line.split(maxsplit=5) for line in text.splitlines()] == [
            ["ID", "STATUS", "OS", "REGION", "ADDRESS", "NAME"],
            ["i-a", "Running", "linux", "cn-hangzhou", "203.0.113.1,172.16.0.1", "first"],
            ["i-c", "Starting", "linux", "cn-beijing", "203.0.113.3,172.16.0.3", "third one"],
            ["i-b", "Stopped", "windows", "eu-central-1", "172.16.0.2", "网站"]]
        listed = json.loads(run(directory, *args, "--json", env=sim.env()))
        assert [(one["id"], one["region"], one["addresses"]) for one in listed] == [
            ("i-a", "cn-hangzhou", ["203.0.113.1", "172.16.0.1"]),
            ("i-c", "cn-beijing", ["203.0.113.3", "172.16.0.3"]),
            ("i-b", "eu-central-1", ["172.16.0.2"])]
        assert len(asks(sim, "DescribeRegions")) == 2
        refused(directory, USAGE, *args, *sim.args()[-2:], words="--all-regions")


def test_a_region_that_refuses_hides_no_other(directory):
    with EcsSim(directory, *SPREAD, "--fail", "DescribeInstances@cn-beijing/Throttling",
                "--fail", "DescribeInstances@us-east-1/Forbidden.RAM") as sim:
        with Viewer(directory, "list", "--all-regions", *sim.anywhere(), env=sim.env()) as viewer:
            assert viewer.wait_exit() == API
            assert [line.split()[0] for line in viewer.stdout().splitlines()] == ["ID", "i-a", "i-b"]
            said, = viewer.stderr().splitlines()
        assert said.startswith("ecsview: 2 of 10 regions did not tell") and "cn-beijing: " in said
        assert "Throttling" in said and "RequestId" in said


def test_all_regions_without_the_right_to_list_them_and_none_that_answers(directory):
    with EcsSim(directory, *SPREAD, "--fail", "DescribeRegions/Forbidden.RAM") as sim:
        with Viewer(directory, "list", "--all-regions", *sim.anywhere(), env=sim.env()) as viewer:
            assert viewer.wait_exit() == API  # the stand-in has fewer regions than are known
            assert "third one" in viewer.stdout() and "InvalidRegionId.NotFound" in viewer.stderr()
    with EcsSim(directory, "--fail", "DescribeInstances/Forbidden.RAM") as sim:
        refused(directory, CREDENTIALS, "list", "--all-regions", *sim.anywhere(), env=sim.env(),
                words="ecs:DescribeInstances")
    with EcsSim(directory, "--fail", "DescribeRegions/Throttling") as sim:
        refused(directory, API, "list", "--all-regions", *sim.anywhere(), env=sim.env(),
                words="Throttling")
        assert asks(sim, "DescribeInstances") == []


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_a_list_fits_the_terminal(directory, columns):
    names = machines_of(f"{INSTANCE}=windows:Running:cn-hangzhou:{'long name ' * 12}",
                        "i-2:Running:cn-hangzhou:" + "网站" * 20, "i-3")
    with EcsSim(directory, *names) as sim:
        lines = on_a_terminal(directory, columns, "list", *sim.args(), env=sim.env())
        assert max(map(cells, lines)) <= columns and lines[1].startswith(INSTANCE)
        assert lines[0].split() == (["ID", "NAME"] if columns < 50 else
                                    ["ID", "STATUS", "NAME"] if columns < 80 else
                                    ["ID", "STATUS", "OS", "ADDRESS", "NAME"])
        assert (sum("…" in line for line in lines) == 2) == (columns < 200)
        assert "203.0.113.1,172.16.0.1" in lines[1] if columns == 200 else True
        # A pipe gets what it always got.
        assert run(directory, "list", *sim.args(), env=sim.env()).count("long name ") == 12


def cells(line):
    """An independent look at it."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def on_a_terminal(directory, columns, *args, env):
    """The lines that a terminal of that width gets."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    with os.fdopen(theirs, "wb", 0) as terminal, os.fdopen(ours, "rb", 0) as screen:
        subprocess.run([*command(), *map(str, args)], stdout=terminal, stderr=subprocess.PIPE,
                       stdin=subprocess.DEVNULL, timeout=50, check=True,
                       env={"HOME": str(directory), "PATH": os.environ["PATH"], **env})
        os.set_blocking(screen.fileno(), False)
        return screen.read().decode().splitlines()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_list_of_nothing_and_refused(directory, form):
    with EcsSim(directory, "--format", form, "--fail", "Forbidden.RAM:1") as sim:
        refused(directory, CREDENTIALS, "list", *sim.args(), env=sim.env(),
                words="ecs:DescribeInstances")
        args = [*sim.anywhere(), "--region", "cn-beijing"]
        assert run(directory, "list", *args, env=sim.env()) == "ID  STATUS  OS  NAME\n"
        assert json.loads(run(directory, "list", *args, "--json", env=sim.env())) == []


def test_a_refused_list_names_the_action_by_itself(directory):
    """The platform says it most times only."""
    with EcsSim(directory, "--no-denied-detail", "--fail", "Forbidden.RAM") as sim:
        refused(directory, CREDENTIALS, "list", *sim.args(), env=sim.env(),
                words="RAM action ecs:DescribeInstances.")
        refused(directory, CREDENTIALS, "url", INSTANCE, *sim.args(), env=sim.env(),
                words="RAM action ecs:DescribeInstanceVncUrl.")
        refused(directory, CREDENTIALS, "url", "web", *sim.args(), env=sim.env(),
                words="RAM action ecs:DescribeInstances.")
